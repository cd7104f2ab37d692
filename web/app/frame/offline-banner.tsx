/** Says that the network is gone; lies over the page, so that nothing moves when it comes and goes. */
import { WifiOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';

/** Nothing while online. The page underneath stays usable. */
export function OfflineBanner() {
  const isOnline = useOnline();
  return (
    <div role="status" className="pointer-events-none fixed inset-x-4 top-16 z-toast flex justify-center">
      {!isOnline && (
        <p className="pointer-events-auto flex animate-rise items-center gap-2 rounded-card border border-warning bg-warning-soft px-4 py-3 font-medium text-text shadow-2">
          <WifiOff aria-hidden size={20} className="shrink-0 text-warning" />
          You’re offline. We’ll continue when you’re back.
        </p>
      )}
    </div>
  );
}

/** Whether the browser believes it has a network; the server always does. */
function useOnline(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
}

function subscribe(tell: () => void): () => void {
  addEventListener('online', tell);
  addEventListener('offline', tell);
  return () => {
    removeEventListener('online', tell);
    removeEventListener('offline', tell);
  };
}
