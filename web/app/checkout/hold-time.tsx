/** How long the seats are held, and one offer of more time when little is left. */
import { Form, useNavigation } from 'react-router';
import { now } from '../clock.ts';
import { Button } from '../ui/button.tsx';
import { Countdown } from '../ui/countdown.tsx';
import { useSecondsLeft } from '../ui/ticking.ts';
import { formatTime } from '../words/format-time.ts';

const OFFERED_SECONDS = 90;

interface HoldTimeProps {
  readonly expiresAt: string;
  /** How much time there is to give; undefined once it was given. */
  readonly extension: { readonly seconds: number | undefined } | undefined;
  readonly onEnd: () => void;
}

/** The countdown, and below it the offer: announced beforehand, so that nothing moves when it is made. */
export function HoldTime({ expiresAt, extension, onEnd }: HoldTimeProps) {
  const left = useSecondsLeft(expiresAt);
  const isOffered = left !== undefined && left > 0 && left <= OFFERED_SECONDS;
  return (
    <div className="rounded-card border border-line bg-surface px-4 py-3">
      <Countdown expiresAt={expiresAt} onEnd={onEnd} />
      {extension && (
        <div className="flex min-h-11 items-center text-small">
          {isOffered ? (
            <MoreTime seconds={extension.seconds} />
          ) : (
            <p className="text-muted">Near the end you can ask for more time.</p>
          )}
        </div>
      )}
    </div>
  );
}

function MoreTime({ seconds }: { seconds: number | undefined }) {
  const navigation = useNavigation();
  const isBusy = navigation.formData?.get('intent') === 'extend';
  return (
    <Form method="post" preventScrollReset className="flex flex-1 items-center justify-between gap-3">
      <input type="hidden" name="intent" value="extend" />
      <p id="more-time" role="status">
        Need more time?
      </p>
      <Button type="submit" size="small" aria-describedby="more-time" busy={isBusy}>
        {seconds === undefined ? 'Hold longer' : `Hold until ${endOf(seconds)}`}
      </Button>
    </Form>
  );
}

/** By the clock on the viewer's wall, as the countdown beside it. */
function endOf(seconds: number): string {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return formatTime(new Date(now() + seconds * 1000).toISOString(), zone);
}
