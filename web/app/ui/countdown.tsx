/** How long the seats are held, calmly: a sentence, no ring, no red before the last minute. */
import { clsx } from 'clsx';
import { Clock } from 'lucide-react';
import { formatCountdown } from '../words/format.ts';
import { formatTime } from '../words/format-time.ts';
import { useSecondsLeft } from './ticking.ts';

interface CountdownProps {
  /** When the hold ends, by the server's clock. */
  readonly expiresAt: string;
  /** What is running out; "Seats held". */
  readonly label?: string | undefined;
  /** Called once when nothing is left. */
  readonly onEnd?: (() => void) | undefined;
  readonly className?: string | undefined;
}

/** "Seats held until 10:07 · 4:32 left", spoken at 2:00, 1:00 and 0:20 only. */
export function Countdown({ expiresAt, label = 'Seats held', onEnd, className }: CountdownProps) {
  const left = useSecondsLeft(expiresAt, onEnd);
  const isUrgent = left !== undefined && left < 60;
  return (
    <div className={clsx('flex min-h-6 items-center gap-2', className)}>
      <Clock aria-hidden size={18} className={clsx('shrink-0', isUrgent ? 'text-danger' : 'text-muted')} />
      <p role="timer" aria-live="off" className={clsx('tabular', isUrgent && 'font-bold text-danger')}>
        {textOf(left, expiresAt, label)}
      </p>
      <p role="status" className="sr-only">
        {spokenOf(left)}
      </p>
    </div>
  );
}

/** The clock on the wall is the viewer's, which the server cannot know: until the page wakes up it stays out. */
function textOf(left: number | undefined, expiresAt: string, label: string): string {
  if (left === undefined) return `${label} for you`;
  if (left === 0) return 'Time is up';
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return `${label} until ${formatTime(expiresAt, zone)} · ${formatCountdown(left)} left`;
}

/** Stays the same within a step, so that each is spoken once. */
function spokenOf(left: number | undefined): string {
  if (left === undefined || left > 120) return '';
  if (left > 60) return '2 minutes left';
  if (left > 20) return '1 minute left';
  return left > 0 ? '20 seconds left' : 'Time is up';
}
