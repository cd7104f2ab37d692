/** One buyer's call for places, and what can come of it. */
import type { Refusal } from '@usher/kit/refusal';
import type { BestWish } from './best-available.ts';
import type { Wish } from './claim.ts';
import type { HoldRow } from './hold.ts';
import type { Inventory, SaleRules } from './inventory.ts';

export interface HoldCall {
  readonly wish: Wish;
  /** Seats are to be chosen for the buyer: then the wish names none. */
  readonly best?: BestWish | undefined;
  readonly inventory: Inventory;
  readonly rules: SaleRules;
  readonly ownerId: string;
  readonly requestId: string;
  /** An earlier attempt of the same request may have made this very hold. */
  readonly again: boolean;
}

export type HoldRefusal = Refusal<'seats_taken' | 'not_enough_seats' | 'orphan_seat' | 'too_many_tickets'>;
/**
 * What a batch could not decide. `short`: the picture in memory shows too few free seats. `contended`: too many of them
 * were being taken by others. `after_another`: the same buyer's call before it in the batch decides how many are left.
 */
export type Undecided = 'short' | 'contended' | 'after_another';
export type Outcome = HoldRow | HoldRefusal | Undecided;

/** How many places a call is for. */
export function quantityOf({ wish, best }: HoldCall): number {
  return (best?.quantity ?? 0) + wish.places.length + wish.areas.reduce((sum, area) => sum + area.quantity, 0);
}
