/** Words for those who listen. */
import type { ReactNode } from 'react';

/** Read out whenever its words change: `polite` waits for a pause, `assertive` does not. */
export function LiveRegion({ children, assertive = false }: { children: ReactNode; assertive?: boolean }) {
  return (
    <div role={assertive ? 'alert' : 'status'} aria-live={assertive ? 'assertive' : 'polite'} className="sr-only">
      {children}
    </div>
  );
}
