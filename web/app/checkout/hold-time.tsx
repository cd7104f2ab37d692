/** How long the seats are held, and one offer of more time when little is left. */
import { Form, useNavigation } from 'react-router';
import { Button } from '../ui/button.tsx';
import { Countdown } from '../ui/countdown.tsx';
import { useSecondsLeft } from '../ui/ticking.ts';
import { formatTime } from '../words/format-time.ts';

const OFFERED_SECONDS = 90;

interface HoldTimeProps {
  readonly expiresAt: string;
  /** The end more time would give; null once it was given. */
  readonly extendableTo: string | null;
  readonly onEnd: () => void;
}

/** The countdown, and below it the offer: announced beforehand, so that nothing moves when it is made. */
export function HoldTime({ expiresAt, extendableTo, onEnd }: HoldTimeProps) {
  const left = useSecondsLeft(expiresAt);
  const isOffered = left !== undefined && left > 0 && left <= OFFERED_SECONDS;
  return (
    <div className="rounded-card border border-line bg-surface px-4 py-3">
      <Countdown expiresAt={expiresAt} onEnd={onEnd} />
      {extendableTo !== null && (
        <div className="flex min-h-11 items-center text-small">
          {isOffered ? (
            <MoreTime until={extendableTo} />
          ) : (
            <p className="text-muted">Near the end you can ask for more time.</p>
          )}
        </div>
      )}
    </div>
  );
}

/** Its place while a declined payment ends and the hold's own time is about to be told: nothing moves when it is. */
export function HoldTimeWaiting() {
  return (
    <div className="rounded-card border border-line bg-surface px-4 py-3">
      <p className="min-h-6">Seats held for you</p>
      <p className="flex min-h-11 items-center text-muted text-small">You can pay with another card.</p>
    </div>
  );
}

function MoreTime({ until }: { until: string }) {
  const navigation = useNavigation();
  const isBusy = navigation.formData?.get('intent') === 'extend';
  return (
    <Form method="post" preventScrollReset className="flex flex-1 items-center justify-between gap-3">
      <input type="hidden" name="intent" value="extend" />
      <p id="more-time" role="status" className="max-sm:sr-only">
        Need more time?
      </p>
      <Button type="submit" size="small" aria-describedby="more-time" busy={isBusy} className="max-sm:flex-1">
        Hold my seats until {onViewersClock(until)}
      </Button>
    </Form>
  );
}

/** By the clock on the viewer's wall, as the countdown beside it. */
function onViewersClock(instant: string): string {
  return formatTime(instant, new Intl.DateTimeFormat().resolvedOptions().timeZone);
}
