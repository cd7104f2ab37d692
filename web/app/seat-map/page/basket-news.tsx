/** What the buyer should know about the basket before going on, and the button to go on. */
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Countdown } from '../../ui/countdown.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Problem } from '../../ui/problem.tsx';
import { paths } from '../../paths.ts';
import { formatCount } from '../../words/format.ts';
import { ticketsIn, totalsOf } from '../basket.ts';
import { useChoice } from './choice.ts';
import { OrphanProblem } from './orphan-problem.tsx';
import { ticketsWords, totalWords } from './seat-words.ts';
import type { Continue } from './use-continue.ts';
import { lostWords, tooManyWords } from './use-basket.ts';

/** At most one thing at a time, the most urgent first. */
export function BasketNews({ going, compact = false }: { going: Continue; compact?: boolean }) {
  const { plan, foundCount } = useChoice();
  const { endHold } = going;
  // Seats that were found tell their time where they are shown.
  const hold = foundCount > 0 ? undefined : going.hold;
  const label = plan.seatCount > 0 ? 'Seats held' : 'Tickets held';
  return (
    <>
      <Urgent going={going} compact={compact} />
      {hold && (
        <Countdown key={hold.id} label={label} expiresAt={hold.expiresAt} onEnd={endHold} className="text-small" />
      )}
    </>
  );
}

function Urgent({ going, compact }: { going: Continue; compact: boolean }) {
  const { plan, basket, news, maxTickets } = useChoice();
  const lost = basket.seats.filter((line) => line.lost).map(({ seat }) => seat);
  const look = compact ? 'p-2 text-small' : 'p-3 text-small';
  if (going.answer) return <Answer answer={going.answer} className={look} />;
  if (news === 'too_many')
    return (
      <Notice tone="warning" className={look}>
        {tooManyWords(maxTickets, ticketsIn(basket))}
      </Notice>
    );
  // The announcer has interrupted with the same words already.
  if (lost.length > 0)
    return (
      <Notice tone="danger" className={look}>
        {lostWords(plan, basket, lost)}
      </Notice>
    );
  if (news === 'outdated')
    return (
      <Notice tone="warning" role="status" className={look}>
        The seat map changed while you were looking. We’ve loaded the new one.
      </Notice>
    );
  return null;
}

function Answer({ answer, className }: { answer: NonNullable<Continue['answer']>; className: string }) {
  const { refusal, ownHoldId } = answer;
  if (refusal.code === 'orphan_seat') return <OrphanProblem refusal={refusal} className={className} />;
  const isElsewhere = refusal.code === 'seats_taken' && ownHoldId !== undefined;
  return (
    <Problem
      refusal={refusal}
      className={className}
      fact={isElsewhere ? 'You already hold these seats in another tab.' : undefined}
      remedy={isElsewhere ? 'You can go on where you left off.' : undefined}
      action={
        ownHoldId === undefined ? (
          refusal.code === 'unknown_seat' && (
            <Button size="small" onClick={() => window.location.reload()}>
              Load the new map
            </Button>
          )
        ) : (
          <ButtonLink size="small" to={paths.holdDetails(ownHoldId)}>
            {isElsewhere ? 'Go to that checkout' : 'Continue that order'}
          </ButtonLink>
        )
      }
    />
  );
}

/** "Continue · 2 seats · €97.00". Absent while there is nothing to continue with. */
export function ContinueButton({ going }: { going: Continue }) {
  const { plan, basket } = useChoice();
  if (ticketsIn(basket) === 0) return null;
  return (
    <Button
      variant="primary"
      wide
      busy={going.isBusy}
      busyLabel="Holding your seats…"
      onClick={going.press}
      className="max-sm:px-2"
    >
      <span className="tabular">
        Continue · {ticketsWords(basket)} · {totalWords(totalsOf(plan, basket))}
      </span>
    </Button>
  );
}

/** The way in, once it is known what there is. */
export function EmptyBasket() {
  const { plan, maxTickets, foundCount } = useChoice();
  if (foundCount > 0) return <FoundHeld count={foundCount} />;
  return <WayIn maxTickets={maxTickets} hasSeats={plan.seatCount > 0} hasAreas={plan.areas.length > 0} />;
}

/** The basket while seats that were found wait to be taken. */
export function FoundHeld({ count }: { count: number }) {
  const held = count === 1 ? 'Your seat is held. Take it,' : `Your ${count} seats are held. Take them,`;
  return <p className="text-muted">{held} or choose others yourself.</p>;
}

interface WayInProps {
  readonly maxTickets: number;
  readonly hasSeats: boolean;
  readonly hasAreas: boolean;
}

/** What to do first, and how many one may have; the same words while the map is awaited. */
export function WayIn({ maxTickets, hasSeats, hasAreas }: WayInProps) {
  const most = formatCount(maxTickets, hasAreas ? 'ticket' : 'seat');
  return (
    <p className="text-muted">
      {hasSeats ? `Choose up to ${most}, or let us find the best.` : `Choose up to ${most}.`}
    </p>
  );
}
