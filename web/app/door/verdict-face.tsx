/** A verdict to read from two metres: shape, word, seat, holder. */
import { clsx } from 'clsx';
import type { Verdict } from './verdict.ts';

/** The ground of a verdict and the ink on it; they differ in lightness first, so that any eye tells them apart. */
export const verdictGround: Readonly<Record<Verdict['tone'], string>> = {
  admit: 'bg-verdict-admit text-verdict-admit-ink',
  refuse: 'bg-verdict-refuse text-verdict-refuse-ink',
  attention: 'bg-verdict-attention text-verdict-attention-ink',
};

/** Everything a verdict says, in the ink of its ground. */
export function VerdictFace({ verdict, className }: { verdict: Verdict; className?: string }) {
  const { shape, word, line, place, holder } = verdict;
  return (
    <div className={clsx('grid justify-items-center gap-3 text-center', className)}>
      <VerdictShape shape={shape} className="size-28" />
      <p className="font-bold text-verdict uppercase">{word}</p>
      {line && <p className="max-w-80 text-balance text-h4">{line}</p>}
      {place && <p className="text-balance font-bold text-h2">{place}</p>}
      {holder && (
        <p className="text-h4">
          <bdi>{holder}</bdi>
        </p>
      )}
    </div>
  );
}

/** A disc with a check, a cross, a question mark or a triangle: one glance, no colour needed. */
export function VerdictShape({ shape, className }: { shape: Verdict['shape']; className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 48 48" fill="none" stroke="currentColor" strokeWidth="5" className={className}>
      {shapes[shape]}
    </svg>
  );
}

const shapes = {
  check: (
    <>
      <circle cx="24" cy="24" r="23" fill="currentColor" stroke="none" />
      <path d="m13 25 8 8 15-17" className="stroke-verdict-admit" strokeLinecap="square" />
    </>
  ),
  cross: <path d="M8 8l32 32M40 8 8 40" strokeWidth="7" />,
  question: <path d="M13 16c0-7 5-11 11-11s11 4 11 10c0 8-11 8-11 17m0 5v6" strokeWidth="6" />,
  triangle: <path d="M24 5 45 42H3zM24 18v12m0 3v5" strokeLinejoin="round" strokeWidth="4.5" />,
} as const;
