/**
 * Changing holds that exist: release, extend, pay, sell, give back, expire. One transaction takes
 * many: it locks the holds, then their places, lets the verb decide each in order, and writes
 * claims, holds and facts set-based. A verb is its decision; everything else is here.
 */
import { sql, type Transaction } from '@usher/kit/database';
import type { FactOf } from '@usher/kit/service';
import { continueTrace } from '@usher/kit/trace';
import type { seats } from '@usher/contracts/seats';
import { claimKey, HELD, type HoldState, isFree, type LockedClaim, mayMove } from './claim.ts';
import { type HoldRow, lockHolds, type LockedHold } from './hold.ts';
import { lockPlacesOf } from './lock-claims.ts';
import type { SeatsKit } from './seats-kit.ts';
import { arrayText, type ClaimChange, writeClaims } from './write-claims.ts';

export type SeatsFact = FactOf<typeof seats>;

/** A hold and its places under their locks, as an earlier call of the same batch left them. */
export interface Held {
  readonly hold: LockedHold;
  readonly claims: readonly LockedClaim[];
  /** The places are this hold's own claim still, whether or not its time has passed. */
  readonly intact: boolean;
}

/** What a verb decided: an answer, and a change of the hold if there is one. */
export interface Change<Answer> {
  readonly answer: Answer;
  readonly to?: HoldState;
  readonly claims?: readonly ClaimChange[];
  readonly set?: {
    readonly orderId?: string;
    readonly ownerId?: string;
    readonly extended?: boolean;
    readonly fences?: readonly number[];
    readonly expiresInSeconds?: number;
    readonly expiresAt?: string;
  };
  /** What is told of it, from the hold as it is afterwards. */
  readonly fact?: (after: HoldRow) => { name: SeatsFact['name']; payload: SeatsFact['payload'] };
}

export interface HoldCall {
  readonly holdId: string;
  readonly requestId: string;
}

/** Decides calls on holds in one transaction; a hold nobody knows is given as undefined. Gives answers with the holds as they are afterwards. */
export async function changeHolds<Call extends HoldCall, Answer>(
  kit: SeatsKit,
  calls: readonly Call[],
  decide: (call: Call, held: Held | undefined) => Change<Answer>,
): Promise<{ answer: Answer; hold: HoldRow | undefined }[]> {
  const results = await kit.db.transaction((tx) => changeHoldsWithin(kit, tx, calls, decide));
  return results;
}

/**
 * The same inside the caller's transaction. Calls on one hold take turns in rounds, so that each
 * sees what the one before did; everything within a round is written at once. (Two holds that move
 * the same place in one round fail the row count and are run singly by the batch: rare, and safe.)
 */
export async function changeHoldsWithin<Call extends HoldCall, Answer>(
  kit: SeatsKit,
  tx: Transaction,
  calls: readonly Call[],
  decide: (call: Call, held: Held | undefined) => Change<Answer>,
): Promise<{ answer: Answer; hold: HoldRow | undefined }[]> {
  const results = new Map<Call, { answer: Answer; hold: HoldRow | undefined }>();
  for (const { requestId, holdId } of calls) continueTrace(requestId, holdId);
  for (const round of rounds(calls)) {
    const ids = round.map((call) => call.holdId);
    const [holds, locked] = await Promise.all([lockHolds(tx, ids), lockPlacesOf(tx, ids)]);
    const claims = new Map(locked.map((claim) => [claimKey(claim.eventId, claim.place), claim]));
    const decided = round.map((call) => {
      const hold = holds.get(call.holdId);
      const change = decide(call, hold && heldOf(hold, claims));
      for (const { claim, state, holdId } of change.claims ?? []) {
        claims.set(claimKey(claim.eventId, claim.place), {
          ...claim,
          state,
          holdId: holdId ?? undefined,
          lapsed: false,
        });
      }
      return { call, hold, change };
    });
    const changed = await writeChanges(
      kit,
      tx,
      decided.flatMap(({ call, hold, change }) =>
        hold && change.to !== undefined ? [{ call, hold, change, to: change.to }] : [],
      ),
    );
    for (const { call, hold, change } of decided)
      results.set(call, { answer: change.answer, hold: (hold && changed.get(hold.id)) ?? hold });
  }
  return calls.map((call) => results.get(call) as { answer: Answer; hold: HoldRow | undefined });
}

/** Calls in rounds in which no hold appears twice, in arrival order. */
function rounds<Call extends HoldCall>(calls: readonly Call[]): Call[][] {
  const turns: Call[][] = [];
  const seen = new Map<string, number>();
  for (const call of calls) {
    const turn = seen.get(call.holdId) ?? 0;
    seen.set(call.holdId, turn + 1);
    (turns[turn] ??= []).push(call);
  }
  return turns;
}

/** What every fact about a hold's places says. */
export function ofHold(hold: HoldRow): { eventId: string; organizationId: string; holdId: string; places: number[] } {
  return { eventId: hold.event_id, organizationId: hold.organization_id, holdId: hold.id, places: [...hold.places] };
}

function heldOf(hold: LockedHold, locked: ReadonlyMap<string, LockedClaim>): Held {
  const claims = hold.places.map((place) => {
    const claim = locked.get(claimKey(hold.event_id, place));
    if (!claim) throw new Error(`hold ${hold.id} has place ${place}, which does not exist`);
    return claim;
  });
  return {
    hold,
    claims,
    intact: claims.every(
      (claim, i) => claim.holdId === hold.id && claim.fence === hold.fences[i] && claim.state === HELD,
    ),
  };
}

/** True when every place is still this hold's, or free for anybody. */
export function obtainable(held: Held): boolean {
  return held.claims.every(
    (claim, i) =>
      isFree(claim) || (claim.holdId === held.hold.id && claim.fence === held.hold.fences[i] && claim.state === HELD),
  );
}

interface Decided {
  readonly call: HoldCall;
  readonly hold: LockedHold;
  readonly change: Change<unknown>;
  readonly to: HoldState;
}

async function writeChanges(
  kit: SeatsKit,
  tx: Transaction,
  decided: readonly Decided[],
): Promise<Map<string, HoldRow>> {
  if (decided.length === 0) return new Map();
  for (const { hold, to } of decided) {
    if (hold.state !== to && !mayMove(hold.state, to)) throw new Error(`a hold cannot go from ${hold.state} to ${to}`);
  }
  await writeClaims(
    tx,
    decided.flatMap(({ change }) => change.claims ?? []),
  );
  const rows = await tx.query<HoldRow>(sql`
    update hold set state = change.state, version = hold.version + 1, order_id = coalesce(change.order_id, hold.order_id),
      owner_id = coalesce(change.owner_id, hold.owner_id),
      extended = hold.extended or change.extended, fences = coalesce(change.fences::int[], hold.fences),
      expires_at = coalesce(usher_now() + make_interval(secs => change.expires_in), change.expires_at, hold.expires_at),
      own_expires_at = case when change.extended then change.expires_at else hold.own_expires_at end,
      sold_at = case when change.state = 'sold' then usher_now() else hold.sold_at end
    from unnest(
      ${decided.map((d) => d.hold.id)}::uuid[], ${decided.map((d) => d.to)}::text[], ${decided.map((d) => d.change.set?.orderId ?? null)}::uuid[],
      ${decided.map((d) => d.change.set?.extended ?? false)}::boolean[], ${decided.map((d) => (d.change.set?.fences ? arrayText(d.change.set.fences) : null))}::text[],
      ${decided.map((d) => d.change.set?.expiresInSeconds ?? null)}::float8[], ${decided.map((d) => d.change.set?.expiresAt ?? null)}::timestamptz[], ${decided.map((d) => d.change.set?.ownerId ?? null)}::uuid[]
    ) as change (id, state, order_id, extended, fences, expires_in, expires_at, owner_id)
    where hold.id = change.id returning hold.*`);
  const changed = new Map(rows.map((row) => [row.id, row]));
  await kit.record(
    tx,
    decided.flatMap(({ call, hold, change }) => {
      const after = changed.get(hold.id);
      return change.fact && after
        ? [
            {
              ...change.fact(after),
              aggregateId: hold.id,
              aggregateVersion: after.version,
              requestId: call.requestId,
            } as SeatsFact,
          ]
        : [];
    }),
  );
  return changed;
}
