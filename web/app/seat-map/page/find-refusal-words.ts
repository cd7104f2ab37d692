/** Why *Find seats* found nothing: one sentence of fact, one of remedy. */
import { formatCount } from '../../words/format.ts';
import { type Refused, refusalWords } from '../../words/refusals.ts';
import type { FindWish } from './find-wish.ts';

/** "There aren’t 4 seats at this price any more." With an offer that is still held, that there is no other. */
export function findRefusalWords(refusal: Refused, wish: FindWish | undefined, isStillHeld: boolean): string[] {
  const { fact, remedy } = refusalWords(refusal);
  // The next seats are held before these are let go: for a moment one would have both.
  if (refusal.code === 'too_many_tickets' && isStillHeld)
    return ['We can’t hold other seats while you have these.', 'Let them go first, or take them.'];
  if (refusal.code !== 'not_enough_seats' || wish === undefined) return remedy === undefined ? [fact] : [fact, remedy];
  if (isStillHeld) return ['There are no other seats like that.', 'These are still held for you.'];
  return [`${lackWords(wish)} any more.`];
}

function lackWords({ quantity, tiers, accessible }: FindWish): string {
  const at = tiers.length > 0 ? ' at this price' : '';
  if (accessible)
    return quantity === 1
      ? `There is no wheelchair place${at}`
      : `There aren’t ${formatCount(quantity, 'seat')} with a wheelchair place${at}`;
  return quantity === 1 ? `There is no seat${at}` : `There aren’t ${formatCount(quantity, 'seat')}${at}`;
}
