/** Holding seats: the hottest write there is. Many buyers' wishes are decided in one transaction. */
import type { seats } from '@usher/contracts/seats';
import { sql, type Transaction } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { type Refusal, refuse } from '@usher/kit/refusal';
import { continueTrace } from '@usher/kit/trace';
import { areaKey, claimKey, type Decision, decide, HELD, type LockedClaim, type Wish } from './claim.ts';
import { answerHold, type HoldRow, readHolds } from './hold.ts';
import type { Inventories, Inventory } from './inventory.ts';
import { lockAreas, lockFree, lockPlaces } from './lock-claims.ts';
import { arrayText, writeClaims } from './write-claims.ts';
import type { SeatsKit } from './seats-kit.ts';

interface HoldCall {
  readonly wish: Wish;
  readonly inventory: Inventory;
  readonly ownerId: string;
  readonly requestId: string;
  /** Came with an Idempotency-Key, so an earlier attempt may have made this very hold. */
  readonly keyed: boolean;
}
type Outcome = HoldRow | Refusal<'seats_taken' | 'not_enough_seats'>;

/** POST /holds: all the wished places, or none and the ones that are taken. */
export function holdSeats(kit: SeatsKit, inventories: Inventories): Handler<typeof seats.operations.holdSeats> {
  const hold = kit.batch<HoldCall, Outcome>({
    name: 'hold-seats',
    lanes: 2,
    cap: 64,
    queueMax: 5_000,
    keys: ({ wish }) => [
      ...wish.places.map((place) => claimKey(wish.eventId, place)),
      ...wish.areas.map((area) => areaKey(wish.eventId, area.areaNo)),
    ],
    run: (calls) => holdAll(kit, calls),
    recall: async (calls) => {
      const stored = await readHolds(
        kit.db,
        calls.map((call) => call.wish.holdId),
      );
      return calls.map((call) => stored.get(call.wish.holdId));
    },
  });
  return async (call) => {
    const { eventId, seatIds = [], areas = [] } = call.body;
    const inventory = await inventories.find(eventId);
    if (!inventory) return refuse('not_found');
    const count = seatIds.length + areas.reduce((sum, area) => sum + area.quantity, 0);
    const refusal = await inventories.refuseSale(inventory, count);
    if (refusal) return refusal;
    const places = seatIds.map((id) => inventory.layout.placeOf(id));
    const unknown = seatIds.filter((_, i) => places[i] === undefined);
    const areaWishes = areas.map(({ areaId, quantity }) => ({ areaNo: inventory.areaNoOf(areaId), quantity, areaId }));
    const unknownAreas = areaWishes.filter((area) => area.areaNo === undefined).map((area) => area.areaId);
    if (unknown.length + unknownAreas.length > 0)
      return refuse('unknown_seat', { more: { seatIds: unknown, areaIds: unknownAreas } });
    const wish: Wish = {
      holdId: call.madeId,
      eventId,
      places: places.filter((place) => place !== undefined),
      areas: areaWishes.flatMap(({ areaNo, quantity }) => (areaNo === undefined ? [] : [{ areaNo, quantity }])),
    };
    // Everything that comes of this hold is told under its id.
    continueTrace(call.requestId, wish.holdId);
    const keyed = call.header('idempotency-key') !== undefined;
    const outcome = await hold({ wish, inventory, ownerId: call.principal.id, requestId: call.requestId, keyed });
    if ('code' in outcome) return outcome;
    const now = (await inventories.find(eventId, outcome.places)) ?? inventory;
    return answerHold(outcome, now, kit.config.HOLD_SECONDS);
  };
}

async function holdAll(kit: SeatsKit, calls: readonly HoldCall[]): Promise<Outcome[]> {
  const outcomes = await kit.db.transaction(async (tx) => {
    // A keyed retry that took over from a dead attempt finds the hold that one made: that is its answer.
    const keyed = calls.filter((call) => call.keyed).map((call) => call.wish.holdId);
    const stored = await readHolds(tx, keyed);
    const open = calls.filter((call) => !stored.has(call.wish.holdId));
    const decided = await decideAll(kit, tx, open);
    return calls.map((call) => stored.get(call.wish.holdId) ?? (decided.get(call) as Outcome));
  });
  return outcomes;
}

async function decideAll(kit: SeatsKit, tx: Transaction, calls: readonly HoldCall[]): Promise<Map<HoldCall, Outcome>> {
  const wishes = calls.map((call) => call.wish);
  const inAreas = wishes.flatMap((wish) => wish.areas.map((area) => ({ eventId: wish.eventId, ...area })));
  await lockAreas(tx, inAreas);
  const named = wishes.flatMap((wish) => wish.places.map((place) => ({ eventId: wish.eventId, place })));
  const locked = new Map((await lockPlaces(tx, named)).map((claim) => [claimKey(claim.eventId, claim.place), claim]));
  const decisions = decide(wishes, locked, await lockFree(tx, inAreas));
  const grants = calls.flatMap((call, i) => {
    const decision = decisions[i];
    return decision?.kind === 'granted' ? [{ call, claims: decision.claims }] : [];
  });
  const held = await writeGrants(kit, tx, grants);
  return new Map(calls.map((call, i) => [call, held.get(call.wish.holdId) ?? refusalOf(call, decisions[i])]));
}

function refusalOf(call: HoldCall, decision: Decision | undefined): Refusal<'seats_taken' | 'not_enough_seats'> {
  if (decision?.kind !== 'taken') return refuse('not_enough_seats');
  return refuse('seats_taken', {
    more: { seatIds: decision.places.map((place) => call.inventory.layout.seatId(place)) },
  });
}

interface Grant {
  readonly call: HoldCall;
  readonly claims: readonly LockedClaim[];
}

/** The claims, the holds and their facts, set-based: three statements whatever the number of buyers. */
async function writeGrants(kit: SeatsKit, tx: Transaction, grants: readonly Grant[]): Promise<Map<string, HoldRow>> {
  if (grants.length === 0) return new Map();
  const expiresAt = await writeClaims(
    tx,
    grants.flatMap(({ call, claims }) =>
      claims.map((claim) => ({
        claim,
        state: HELD,
        holdId: call.wish.holdId,
        newFence: true,
        expires: { inSeconds: kit.config.HOLD_SECONDS },
      })),
    ),
  );
  const rows = await tx.query<HoldRow>(sql`
    insert into hold (id, event_id, organization_id, owner_id, state, places, fences, expires_at, own_expires_at, created_at)
    select id, event_id, organization_id, owner_id, 'held', places::int[], fences::int[], ${expiresAt}::timestamptz, ${expiresAt}::timestamptz, usher_now()
    from unnest(${grants.map((g) => g.call.wish.holdId)}::uuid[], ${grants.map((g) => g.call.wish.eventId)}::uuid[], ${grants.map((g) => g.call.inventory.organizationId)}::uuid[],
                ${grants.map((g) => g.call.ownerId)}::uuid[], ${grants.map((g) => arrayText(g.claims.map((c) => c.place)))}::text[], ${grants.map((g) => arrayText(g.claims.map((c) => c.fence + 1)))}::text[])
      as made (id, event_id, organization_id, owner_id, places, fences)
    returning *`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  await kit.record(
    tx,
    grants.map(({ call, claims: list }) => ({
      name: 'seats.held',
      aggregateId: call.wish.holdId,
      aggregateVersion: 1,
      requestId: call.requestId,
      payload: {
        eventId: call.wish.eventId,
        organizationId: call.inventory.organizationId,
        holdId: call.wish.holdId,
        ownerId: call.ownerId,
        places: list.map((claim) => claim.place),
        expiresAt: expiresAt ?? '',
      },
    })),
  );
  return byId;
}
