/** One buyer's call for places, and what can come of it. */
import type { Hold } from '@usher/contracts/seats';
import type { Answered, Once } from '@usher/kit/once';
import type { Refusal } from '@usher/kit/refusal';
import type { z } from 'zod';
import type { BestWish } from './best-available.ts';
import type { Wish } from './claim.ts';
import type { HoldRow } from './hold.ts';
import type { Inventory, SaleRules } from './inventory.ts';

export interface HoldCall {
  readonly wish: Wish;
  /** Places are chosen for the buyer: seats first, then those of areas. */
  readonly isChoice: boolean;
  /** Seats are to be chosen for the buyer: then the wish names none. */
  readonly best?: BestWish | undefined;
  readonly inventory: Inventory;
  readonly rules: SaleRules;
  readonly ownerId: string;
  readonly requestId: string;
  readonly once: Once | undefined;
}

export type HoldRefusal = Refusal<'seats_taken' | 'not_enough_seats' | 'orphan_seat' | 'too_many_tickets'>;
/**
 * What a batch could not decide. `short`: the picture in memory shows too few free seats. `contended`: too many of them
 * were being taken by others. `after_another`: the same buyer's call before it in the batch decides how many are left.
 * `too_few`: there are not enough places here, and there may be elsewhere.
 */
export type Undecided = 'short' | 'contended' | 'after_another' | 'too_few';
/** What a batch decided. */
export type Outcome = HoldRow | HoldRefusal | Undecided;
export type HoldBody = z.input<typeof Hold>;
/** What became of a call: what its caller is told, perhaps as it was kept. */
export type HoldAnswer = Answered<HoldBody> | Undecided;

/** How many places a call is for. */
export function quantityOf({ wish, best }: HoldCall): number {
  return (best?.quantity ?? 0) + wish.places.length + wish.areas.reduce((sum, area) => sum + area.quantity, 0);
}
