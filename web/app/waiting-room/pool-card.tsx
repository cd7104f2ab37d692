/** Before sales open: one is in, and nothing one could do now makes it better or worse. */
import { Card } from '../ui/card.tsx';
import { useSecondsLeft } from '../ui/ticking.ts';
import { untilWords } from '../buyer/sale-start.tsx';
import { formatDateShort, formatTime, formatZone } from '../words/format-time.ts';
import { crowdWords } from './place-words.ts';
import type { QueueData } from './queue-loader.server.ts';
import type { Entry } from './stage.ts';

interface PoolCardProps {
  readonly entry: Entry;
  readonly event: QueueData['event'];
  readonly nowMs: number;
}

/** Counts down to the draw. */
export function PoolCard({ entry, event, nowMs }: PoolCardProps) {
  const left = useSecondsLeft(entry.opensAt) ?? Math.ceil((Date.parse(entry.opensAt) - nowMs) / 1000);
  return (
    <Card className="grid gap-4">
      <p className="max-w-text text-lead">
        On {momentOf(entry.opensAt, event.timeZone)} the order is drawn by lot. Arriving earlier doesn’t help.
      </p>
      <p role="timer" aria-live="off" className="tabular font-bold text-h2">
        {left <= 0 ? 'The order is being drawn' : untilWords(left)}
      </p>
      <p className="min-h-6 text-muted">{hereWords(entry.waiting)}</p>
    </Card>
  );
}

const hereWords = (waiting: number): string =>
  waiting <= 1 ? 'You are the first one here.' : `${capital(crowdWords(waiting))} people are here.`;

/** `Fri 7 May at 10:00 (Berlin time)`: when the draw is. */
export function momentOf(opensAt: string, timeZone: string): string {
  return `${formatDateShort(opensAt, timeZone)} at ${formatTime(opensAt, timeZone)} (${formatZone(timeZone)})`;
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
