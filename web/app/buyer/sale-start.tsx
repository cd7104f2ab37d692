/** When sales open, counted down in words; the page turns by itself when they do. */
import { CalendarClock } from 'lucide-react';
import { useEffect } from 'react';
import { useRevalidator } from 'react-router';
import { monotonic } from '../clock.ts';
import { useSecondsLeft } from '../ui/ticking.ts';
import { formatCountdown, formatRelative } from '../words/format.ts';
import { formatZone } from '../words/format-time.ts';
import { saleMoment, type ShownEvent } from './event-sale.ts';
import { FullPrice } from './full-price.tsx';
import { NextStep } from './next-step.tsx';

/** From here on minutes and seconds are shown. */
const LAST_HOUR_S = 3600;
/** Everybody's page has been open for another while and asks anew at its own pace, so that they don't ask all at once. */
const ASK_AGAIN_MS = 1500;
const ASK_SPREAD_MS = 2500;

/** No button, unless there is a waiting room to join: otherwise there is nothing to press yet. */
export function SaleStart({ shown }: { shown: ShownEvent }) {
  const { event, nowMs, isQueued } = shown;
  const secondsAtServer = Math.ceil((Date.parse(event.salesOpenAt) - nowMs) / 1000);
  const left = useSecondsLeft(event.salesOpenAt) ?? secondsAtServer;
  useTurn(left <= 0);
  return (
    <div className="grid gap-4 border-line border-t pt-5">
      <div className="flex gap-3 rounded-card border border-info bg-info-soft p-4">
        <CalendarClock aria-hidden size={24} className="shrink-0 text-info" />
        <div className="grid gap-1">
          <p>
            Tickets go on sale on <strong className="font-bold">{saleMoment(event.salesOpenAt, event.timeZone)}</strong>{' '}
            ({formatZone(event.timeZone)}).
          </p>
          <p role="timer" aria-live="off" className="tabular font-bold text-h4 text-info">
            {untilWords(left)}
          </p>
        </div>
      </div>
      {isQueued && (
        <p>Join the waiting room any time before. Then the order is drawn by lot: arriving earlier doesn’t help.</p>
      )}
      <FullPrice event={event} />
      {isQueued && (
        <div className="max-md:hidden">
          <NextStep shown={shown} wide />
        </div>
      )}
    </div>
  );
}

/** How long until then: `In 2 days`, `In 12:04`, `Any moment now`. */
export function untilWords(left: number): string {
  if (left <= 0) return 'Any moment now';
  if (left < LAST_HOUR_S) return `In ${formatCountdown(left)}`;
  const words = formatRelative(left);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Asks how the event stands until it is no longer waiting for its sale, and this is no longer shown. */
function useTurn(isDue: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isDue) return;
    const timer = setInterval(() => void revalidate(), ASK_AGAIN_MS + (monotonic() % ASK_SPREAD_MS));
    return () => clearInterval(timer);
  }, [isDue, revalidate]);
}
