/** Before one has a place: why there is a line, and the button that takes a place in it. */
import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { Card } from '../ui/card.tsx';
import { JoinForm } from './join-form.tsx';
import { crowdWords } from './place-words.ts';
import { momentOf } from './pool-card.tsx';
import type { QueueData } from './queue-loader.server.ts';
import type { Queue } from './stage.ts';

/** Before sales open nobody needs to hurry, and it says so. */
export function OutsideCard({ data }: { data: QueueData }) {
  const { event, queue, selection } = data;
  return (
    <Card className="grid gap-5">
      <p className="max-w-text text-lead">{whyWords(data)}</p>
      {selection !== '' && <p className="max-w-text">We remember the seats you chose.</p>}
      <p className="min-h-6 text-muted">{queue !== null && crowdSentence(queue)}</p>
      <JoinForm needsScript={queue?.challenge ?? false} />
      {data.isGuest && (
        <p className="text-muted text-small">
          Do you have an account?{' '}
          <Link to={paths.login({ next: paths.queue(event.slug) + selection })} className="link">
            Log in first
          </Link>{' '}
          and your place is kept on all your devices.
        </p>
      )}
    </Card>
  );
}

function whyWords({ event, queue }: QueueData): string {
  if (event.status === 'sold_out') return 'Nothing is free at present. Seats that come back go to who waits in line.';
  if (queue?.state !== 'pool') return 'Many people want these tickets, so we let everyone in one by one.';
  const moment = momentOf(queue.opensAt, event.timeZone);
  return `Join any time before ${moment}. Then the order is drawn by lot; arriving earlier doesn’t help.`;
}

function crowdSentence({ waiting, state }: Queue): string {
  if (waiting === 0) return state === 'pool' ? 'Nobody has joined yet.' : 'Nobody is waiting at the moment.';
  const words = crowdWords(waiting);
  const subject = waiting === 1 ? 'One person is' : `${words.charAt(0).toUpperCase()}${words.slice(1)} people are`;
  return `${subject} ${state === 'pool' ? 'here already' : 'waiting'}.`;
}
