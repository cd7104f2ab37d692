/** From one page of a list to the next, as links: Back works, and an address can be sent to somebody. */
import { ArrowLeft, ArrowRight } from 'lucide-react';
import type { To } from 'react-router';
import { ButtonLink } from './button.tsx';

/** Lists go forward by cursor, so what leads back is the list's beginning. Nothing is shown when all fits on one page. */
export function Pagination({ first, next, label }: { first?: To | null; next?: To | null; label: string }) {
  if (!first && !next) return null;
  return (
    <nav aria-label={label} className="flex flex-wrap items-center justify-between gap-3">
      {first ? (
        <ButtonLink to={first} icon={<ArrowLeft aria-hidden size={20} className="rtl:-scale-x-100" />}>
          Back to the start
        </ButtonLink>
      ) : (
        <span />
      )}
      {next && (
        <ButtonLink to={next} rel="next">
          Next page
          <ArrowRight aria-hidden size={20} className="rtl:-scale-x-100" />
        </ButtonLink>
      )}
    </nav>
  );
}
