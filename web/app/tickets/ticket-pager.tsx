/** From one ticket of an order to the next: by button, by arrow key or by a swipe. */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Link, useNavigate } from 'react-router';
import { paths } from '../paths.ts';

/** `2 of 4` between the two ways; nothing for a ticket that is alone. */
export function TicketPager({ ids, current }: { ids: readonly string[]; current: string }) {
  const at = ids.indexOf(current);
  const previous = ids[at - 1];
  const next = ids[at + 1];
  useTurns(previous, next);
  if (ids.length < 2) return null;
  return (
    <nav aria-label="Tickets of this order" className="flex items-center justify-between gap-4">
      <Turn to={previous} label="Previous ticket" rel="prev">
        <ChevronLeft aria-hidden size={24} className="rtl:-scale-x-100" />
      </Turn>
      <p aria-live="polite" className="font-medium tabular">
        <span className="sr-only">Ticket </span>
        {at + 1} of {ids.length}
      </p>
      <Turn to={next} label="Next ticket" rel="next">
        <ChevronRight aria-hidden size={24} className="rtl:-scale-x-100" />
      </Turn>
    </nav>
  );
}

const look = 'inline-flex size-12 items-center justify-center rounded-full border';

function Turn(props: { to: string | undefined; label: string; rel: string; children: ReactNode }) {
  const { to, label, rel, children } = props;
  if (to === undefined) return <span className={`${look} border-line text-muted opacity-50`}>{children}</span>;
  return (
    <Link
      to={paths.ticket(to)}
      replace
      rel={rel}
      prefetch="render"
      preventScrollReset
      aria-label={label}
      className={`${look} border-control bg-surface text-text hover:bg-sunken`}
    >
      {children}
    </Link>
  );
}

/** A finger that moved so far sideways, and more sideways than along, meant to turn. */
const SWIPE_PX = 60;

function useTurns(previous: string | undefined, next: string | undefined): void {
  const navigate = useNavigate();
  useEffect(() => {
    const turnTo = (id: string | undefined) => {
      if (id !== undefined) void navigate(paths.ticket(id), { replace: true, preventScrollReset: true });
    };
    const forward = document.dir === 'rtl' ? -1 : 1;
    let from: Touch | undefined;
    const press = (event: TouchEvent) => {
      from = event.touches.length === 1 ? event.touches[0] : undefined;
    };
    const lift = (event: TouchEvent) => {
      const to = event.changedTouches[0];
      const isZoomed = (window.visualViewport?.scale ?? 1) > 1;
      if (from === undefined || to === undefined || isZoomed) return;
      const across = (from.clientX - to.clientX) * forward;
      const along = Math.abs(from.clientY - to.clientY);
      if (Math.abs(across) >= SWIPE_PX && Math.abs(across) > 2 * along) turnTo(across > 0 ? next : previous);
    };
    const key = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLInputElement;
      if (isTyping || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.key === 'ArrowRight') turnTo(forward > 0 ? next : previous);
      if (event.key === 'ArrowLeft') turnTo(forward > 0 ? previous : next);
    };
    document.addEventListener('touchstart', press, { passive: true });
    document.addEventListener('touchend', lift, { passive: true });
    document.addEventListener('keydown', key);
    return () => {
      document.removeEventListener('touchstart', press);
      document.removeEventListener('touchend', lift);
      document.removeEventListener('keydown', key);
    };
  }, [navigate, previous, next]);
}
