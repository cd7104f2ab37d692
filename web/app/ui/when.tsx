/** When an event is, by the clock on the wall of its venue. */
import { formatDateLong, formatEventTime, formatTime, formatZone, sameClock } from '../words/format-time.ts';
import { useHydrated } from './ticking.ts';

interface EventTimeProps {
  readonly instant: string;
  readonly timeZone: string;
  /** `short`: Sat 1 May 2027, 20:00. `long`: Saturday 1 May 2027, 20:00. */
  readonly style?: 'short' | 'long' | undefined;
  /** Adds the viewer's own time where that differs; for the pages where one decides or travels. */
  readonly yourTime?: boolean | undefined;
  readonly className?: string | undefined;
}

/** The same text on server and client. A viewer elsewhere is told whose time it is, and their own. */
export function EventTime({ instant, timeZone, style = 'short', yourTime = false, className }: EventTimeProps) {
  const text =
    style === 'short'
      ? formatEventTime(instant, timeZone)
      : `${formatDateLong(instant, timeZone)}, ${formatTime(instant, timeZone)}`;
  return (
    <time dateTime={instant} className={className}>
      {text}
      {yourTime && <Elsewhere instant={instant} timeZone={timeZone} />}
    </time>
  );
}

function Elsewhere({ instant, timeZone }: { instant: string; timeZone: string }) {
  const isAwake = useHydrated();
  if (!isAwake) return null;
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (sameClock(instant, timeZone, own)) return null;
  return <span className="text-muted">{` ${formatZone(timeZone)} · ${formatEventTime(instant, own)} your time`}</span>;
}
