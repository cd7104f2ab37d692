/** Holding seats: the hottest write there is. Many buyers' wishes are decided in one transaction. */
import type { seats } from '@usher/contracts/seats';
import { sql, type Transaction } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { type Refusal, refuse } from '@usher/kit/refusal';
import { areaKey, claimKey, decide, HELD, type LockedClaim, type Wish } from './claim.ts';
import { answerHold, type HoldRow, readHolds } from './hold.ts';
import type { Inventories, Inventory } from './inventory.ts';
import { lockAreas, lockPlaces } from './lock-claims.ts';
import { arrayText, writeClaims } from './write-claims.ts';
import type { SeatsKit } from './seats-kit.ts';

interface HoldCall {
  readonly wish: Wish;
  readonly inventory: Inventory;
  readonly ownerId: string;
  readonly requestId: string;
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
    const places = seatIds.map((id) => inventory.layout.placeOf(id));
    const unknown = seatIds.filter((_, i) => places[i] === undefined);
    const areaWishes = areas.map(({ areaId, quantity }) => ({ areaNo: inventory.areaNoOf(areaId), quantity, areaId }));
    const unknownAreas = areaWishes.filter((area) => area.areaNo === undefined).map((area) => area.areaId);
    if (unknown.length + unknownAreas.length > 0)
      return refuse('unknown_seat', { more: { seatIds: unknown, areaIds: unknownAreas } });
    const count = seatIds.length + areas.reduce((sum, area) => sum + area.quantity, 0);
    if (count > inventory.ticketsMax) return refuse('too_many_tickets', { more: { max: inventory.ticketsMax } });
    const closed = await inventories.refuseOutsideSale(inventory);
    if (closed) return closed;
    const wish: Wish = {
      holdId: call.madeId,
      eventId,
      places: places.filter((place) => place !== undefined),
      areas: areaWishes.flatMap(({ areaNo, quantity }) => (areaNo === undefined ? [] : [{ areaNo, quantity }])),
    };
    const outcome = await hold({ wish, inventory, ownerId: call.principal.id, requestId: call.requestId });
    return 'code' in outcome ? outcome : answerHold(outcome, inventory);
  };
}

async function holdAll(kit: SeatsKit, calls: readonly HoldCall[]): Promise<Outcome[]> {
  const outcomes = await kit.db.transaction(async (tx) => {
    const wishes = calls.map((call) => call.wish);
    const pools = await lockAreas(
      tx,
      wishes.flatMap((wish) => wish.areas.map((area) => ({ eventId: wish.eventId, ...area }))),
    );
    const locked = await lockPlaces(
      tx,
      wishes.flatMap((wish) => wish.places.map((place) => ({ eventId: wish.eventId, place }))),
    );
    const decisions = decide(
      wishes,
      new Map(locked.map((claim) => [claimKey(claim.eventId, claim.place), claim])),
      pools,
    );
    const grants = calls.flatMap((call, i) => {
      const decision = decisions[i];
      return decision?.kind === 'granted' ? [{ call, claims: decision.claims }] : [];
    });
    const held = await writeGrants(kit, tx, grants);
    // A retry under its key finds its own places held by itself: that is the first answer, not a conflict.
    const own = new Set(locked.map((claim) => claim.holdId));
    const stored = await readHolds(
      tx,
      calls.filter((call) => own.has(call.wish.holdId)).map((call) => call.wish.holdId),
    );
    return calls.map((call, i): Outcome => {
      const row = held.get(call.wish.holdId) ?? stored.get(call.wish.holdId);
      if (row) return row;
      const decision = decisions[i];
      if (decision?.kind === 'taken')
        return refuse('seats_taken', {
          more: { seatIds: decision.places.map((place) => call.inventory.layout.seatId(place)) },
        });
      return refuse('not_enough_seats');
    });
  });
  kit.nudge();
  return outcomes;
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
