/** In line: the place, how long it may take, and what happens next. */
import type { ReactNode } from 'react';
import { Card } from '../ui/card.tsx';
import { formatCount } from '../words/format.ts';
import { type Estimate, estimateWords } from './estimate.ts';
import { crowdWords, placeFigure } from './place-words.ts';
import type { Entry } from './stage.ts';

interface LineCardProps {
  readonly entry: Entry;
  readonly estimate: Estimate | null;
  /** Null while nobody could tell. */
  readonly passSeconds: number | null;
}

/** Every line keeps its height, whatever it says: who looks at it for an hour sees nothing jump. */
export function LineCard({ entry, estimate, passSeconds }: LineCardProps) {
  const { place, perMinute } = entry;
  return (
    <Card className="grid gap-6">
      <div>
        <p className="text-muted">Your place in line</p>
        <p className="tabular font-bold text-[3rem] leading-[3.5rem]">{place === null ? 'Soon' : placeFigure(place)}</p>
        <p className="min-h-6 text-muted">{perMinute !== null && perMinute > 0 && `${speedWords(perMinute)}.`}</p>
      </div>
      <dl className="grid gap-4">
        <Line name="Estimated wait" note={waitNote(estimate)}>
          {estimate === null ? 'We can’t say yet' : capital(estimateWords(estimate))}
        </Line>
        <Line name="What happens next">{nextWords(passSeconds)}</Line>
      </dl>
    </Card>
  );
}

function Line({ name, note, children }: { name: string; note?: string; children: ReactNode }) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-muted text-small">{name}</dt>
      <dd className="tabular font-bold text-lead">{children}</dd>
      {note !== undefined && <dd className="min-h-10 text-muted text-small">{note}</dd>}
    </div>
  );
}

const speedWords = (perMinute: number): string =>
  perMinute === 1 ? 'One person enters per minute' : `${capital(crowdWords(perMinute))} people enter per minute`;

function waitNote(estimate: Estimate | null): string {
  if (estimate === null) return 'We measure how fast people enter, and say it here.';
  return estimate.isSlower
    ? 'Entry has slowed down, so it takes longer than we said before.'
    : 'Measured by how fast people entered in the last minute.';
}

/** What a turn is, before one has it. */
function nextWords(passSeconds: number | null): string {
  if (passSeconds === null) return 'You can choose seats';
  return `You get ${formatCount(Math.floor(passSeconds / 60), 'minute')} to choose seats`;
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
