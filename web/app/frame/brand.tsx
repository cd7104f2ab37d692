/** Usher's mark: a stage, and a curved row of seats around it that makes a U. */
import { clsx } from 'clsx';
import { Link } from 'react-router';
import { paths } from '../paths.ts';

/** Mark and name, leading home. */
export function Brand({ className }: { className?: string }) {
  return (
    <Link
      to={paths.home()}
      className={clsx('inline-flex min-h-11 items-center gap-2 font-bold text-h4 text-text no-underline', className)}
    >
      <Mark />
      Usher
      <span className="sr-only"> home</span>
    </Link>
  );
}

function Mark() {
  return (
    <svg aria-hidden width="32" height="32" viewBox="0 0 32 32" className="shrink-0">
      <rect width="32" height="32" rx="8" className="fill-brand" />
      <g className="fill-on-brand">
        <rect x="12" y="7.5" width="8" height="3" rx="1.5" />
        {seats.map(([x, y]) => (
          <circle key={x} cx={x} cy={y} r="2.3" />
        ))}
      </g>
    </svg>
  );
}

const seats = [
  [7.2, 12.4],
  [8.4, 18.6],
  [13.1, 22.9],
  [18.9, 22.9],
  [23.6, 18.6],
  [24.8, 12.4],
] as const;
