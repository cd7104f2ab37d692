/** A short word about something already done. Never for errors, never for what must be read. */
import { CircleCheck, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './button.tsx';

const SHOWN_MS = 6_000;

/**
 * Lies over the foot of the page for six seconds; resting the pointer on it, or focusing it, stops the clock. Give it a
 * `key` that changes with the deed, so that the same words twice are two toasts.
 */
export function Toast({ children, onEnd }: { children: string; onEnd?: () => void }) {
  const [shown, setShown] = useState(true);
  const [paused, setPaused] = useState(false);
  useEffect(() => {
    if (!shown || paused) return;
    const timer = setTimeout(() => {
      setShown(false);
      onEnd?.();
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown, paused, onEnd]);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-24 z-toast flex justify-center md:bottom-8"
    >
      {shown && (
        <div
          onPointerEnter={() => setPaused(true)}
          onPointerLeave={() => setPaused(false)}
          onFocus={() => setPaused(true)}
          onBlur={() => setPaused(false)}
          className="pointer-events-auto flex animate-rise items-center gap-3 rounded-card border border-line bg-raised ps-4 text-text shadow-2"
        >
          <CircleCheck aria-hidden size={20} className="shrink-0 text-success" />
          <span className="py-3 font-medium">{children}</span>
          <IconButton label="Dismiss" icon={<X aria-hidden size={18} />} onClick={() => setShown(false)} />
        </div>
      )}
    </div>
  );
}
