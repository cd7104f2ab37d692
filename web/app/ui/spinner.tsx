/** Something is being waited for, and the words say what. */
import { LoaderCircle } from 'lucide-react';

/** The turning mark alone, for a place that has its words already. */
export function SpinnerMark({ size = 20 }: { size?: number }) {
  return <LoaderCircle aria-hidden size={size} className="shrink-0 animate-spin" />;
}

/** The mark with its words, announced once. */
export function Spinner({ children }: { children: string }) {
  return (
    <p role="status" className="flex items-center gap-3 text-muted">
      <SpinnerMark />
      {children}
    </p>
  );
}
