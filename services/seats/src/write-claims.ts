/** The only statement that changes claims. Each change names the fence it decided by; a stale one changes nothing and is a bug here. */
import { sql, type Transaction } from '@usher/kit/database';
import { FREE, type LockedClaim, type PlaceState } from './claim.ts';

export interface ClaimChange {
  readonly claim: Pick<LockedClaim, 'eventId' | 'place' | 'fence'>;
  readonly state: PlaceState;
  readonly holdId: string | null;
  /** A new claim on the place gets a new fence number; a change of the same claim keeps it. */
  readonly newFence: boolean;
  /** For a held place only: from now by the database's clock, or an instant. */
  readonly expires?: { readonly inSeconds: number } | { readonly at: string };
}

/** Sends locked and decided changes. The transaction fails when one of them was not as it was decided by. */
export async function writeClaims(tx: Transaction, changes: readonly ClaimChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.send(sql`
    with changed as (
      update claim set state = change.state, hold_id = change.hold_id, fence = claim.fence + change.step,
        expires_at = coalesce(change.expires_at, usher_now() + make_interval(secs => change.expires_in))
      from unnest(
        ${changes.map((c) => c.claim.eventId)}::uuid[], ${changes.map((c) => c.claim.place)}::int[], ${changes.map((c) => c.claim.fence)}::int[],
        ${changes.map((c) => c.state)}::smallint[], ${changes.map((c) => c.holdId)}::uuid[], ${changes.map((c) => (c.newFence ? 1 : 0))}::int[],
        ${changes.map((c) => (c.expires && 'at' in c.expires ? c.expires.at : null))}::timestamptz[],
        ${changes.map((c) => (c.expires && 'inSeconds' in c.expires ? c.expires.inSeconds : null))}::float8[]
      ) as change (event_id, place, fence, state, hold_id, step, expires_at, expires_in)
      where claim.event_id = change.event_id and claim.place = change.place and claim.fence = change.fence
      returning 1
    )
    select must_be(count(*), ${changes.length}, 'claims') from changed`);
}

/** Frees a place. */
export function freed(claim: ClaimChange['claim']): ClaimChange {
  return { claim, state: FREE, holdId: null, newFence: false };
}

/** An int array as Postgres writes it; rows of different lengths cannot travel as one two-dimensional array. */
export function arrayText(numbers: readonly number[]): string {
  return `{${numbers.join(',')}}`;
}
