/** An expected "no", in words: what is the case, what helps, and one thing to press. */
import type { ReactNode } from 'react';
import { type Refused, refusalWords } from '../words/refusals.ts';
import { Notice } from './notice.tsx';

interface ProblemProps {
  /** Nothing is shown without one. */
  readonly refusal: Refused | null | undefined;
  /** The remedy as a button or link. */
  readonly action?: ReactNode;
  /** Instead of the catalogue's sentence, where the page knows more (which seat, which price). */
  readonly fact?: string | undefined;
  readonly remedy?: string | undefined;
  readonly className?: string | undefined;
}

/** Shows a refusal; its tone tells a problem from news, and it is read out when it appears. */
export function Problem({ refusal, action, fact, remedy, className }: ProblemProps) {
  if (!refusal) return null;
  const words = refusalWords(refusal);
  return (
    <Notice role="alert" tone={words.tone} title={fact ?? words.fact} action={action} className={className}>
      {remedy ?? words.remedy}
    </Notice>
  );
}
