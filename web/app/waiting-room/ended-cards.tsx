/** The less happy ends of waiting, each with what can be done now. */
import { paths } from '../paths.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { formatCount } from '../words/format.ts';
import { JoinForm } from './join-form.tsx';
import { placeSentence } from './place-words.ts';
import type { QueueData } from './queue-loader.server.ts';
import type { Entry } from './stage.ts';

/** Nothing is left at present. Who stays keeps the place; who leaves is not kept. */
export function SoldOutCard({ event, place }: { event: QueueData['event']; place: number | null }) {
  return (
    <Card className="grid gap-4 border-warning">
      <p role="alert" className="max-w-text text-lead">
        Every ticket is sold or in somebody’s basket. When one comes back, the line moves on.
      </p>
      {place !== null && (
        <p className="max-w-text">
          {placeSentence(place)}. You can stay and keep your place, or look for something else: we can’t promise that
          anything comes back.
        </p>
      )}
      <ButtonLink to={paths.events({ category: event.category })} variant="primary" wide>
        Find another event
      </ButtonLink>
    </Card>
  );
}

/** The time to choose is over; the way back is the end of the line. */
export function LapsedCard({ passSeconds, needsScript }: { passSeconds: number | null; needsScript: boolean }) {
  return (
    <Card className="grid gap-4">
      <p className="max-w-text text-lead">
        {passSeconds === null
          ? 'The time to choose seats is over.'
          : `You had ${formatCount(Math.floor(passSeconds / 60), 'minute')} to choose seats, and they are over.`}{' '}
        If you still want tickets, join again: you start at the end of the line.
      </p>
      <JoinForm label="Join again" needsScript={needsScript} />
    </Card>
  );
}

/** Nobody is let in any more. */
export function ClosedCard({ event }: { event: QueueData['event'] }) {
  return (
    <Card className="grid gap-4">
      <p className="max-w-text text-lead">
        {event.status === 'cancelled'
          ? 'This event is cancelled. Tickets already bought are paid back.'
          : 'No more tickets are sold online for this event, so there is nothing left to wait for.'}
      </p>
      <ButtonLink to={paths.events({ category: event.category })} variant="primary" wide>
        Find another event
      </ButtonLink>
    </Card>
  );
}

/** The room does not answer: the place is safe, and the page asks on. */
export function UnknownCard({ onAsk, isAsking }: { onAsk: () => void; isAsking: boolean }) {
  return (
    <Card className="grid gap-4">
      <p className="max-w-text text-lead">
        It’s very busy. If you have a place, you keep it. This page asks again by itself.
      </p>
      <Button onClick={onAsk} busy={isAsking} className="w-fit">
        Ask now
      </Button>
    </Card>
  );
}

/** Shown under the line when answers stay out for a while. */
export function LateNote({ isLate, entry }: { isLate: boolean; entry: Entry }) {
  return (
    <p className="min-h-6 text-small text-warning">
      {isLate &&
        `We couldn’t ask for a while. We go on asking; your place is ${entry.state === 'pooled' ? 'kept' : 'safe'}.`}
    </p>
  );
}
