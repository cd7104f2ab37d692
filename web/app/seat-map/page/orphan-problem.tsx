/** A choice that would leave a single seat: what would do, shown first and taken only when the buyer says so. */
import { useEffect, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Refused } from '../../words/refusals.ts';
import { useChoice } from './choice.ts';
import { moveWords, orphanWords } from './orphan-words.ts';
import { seatsIn } from './refused-seats.ts';
import { groupWords } from './seat-words.ts';

/** *Move for me* shows the other seats on the map and names them; *Take this seat* takes them. */
export function OrphanProblem({ refusal, className }: { refusal: Refused; className: string }) {
  const { plan, view, basket, deeds, announcer, showPreview, map } = useChoice();
  const [isShown, setShown] = useState(false);
  const to = seatsIn(refusal, 'suggestion', plan);
  const isPossible = to.length > 0 && to.every((seat) => view.isFree(seat));
  // The preview goes with the question.
  useEffect(() => (isShown ? () => showPreview(undefined) : undefined), [isShown, showPreview]);
  const show = () => {
    setShown(true);
    showPreview(to);
    map.current?.showSeats(to);
    announcer.say(`${groupWords(plan, to)} instead.`);
  };
  return (
    <Notice
      role="alert"
      tone="warning"
      title={orphanWords(plan, seatsIn(refusal, 'seatIds', plan))}
      className={className}
      action={
        isPossible &&
        (isShown ? (
          <>
            <Button size="small" onClick={() => deeds.move(to)}>
              {to.length === 1 ? 'Take this seat' : 'Take these seats'}
            </Button>
            <Button size="small" variant="quiet" onClick={() => setShown(false)}>
              Not these
            </Button>
          </>
        ) : (
          <Button size="small" onClick={show}>
            Move for me
          </Button>
        ))
      }
    >
      {isPossible
        ? isShown
          ? `${groupWords(plan, to)} instead.`
          : moveWords(plan, basket, to)
        : 'Choose the seat beside it too, or other seats.'}
    </Notice>
  );
}
