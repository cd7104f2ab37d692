/** Writing granted holds: the claims, the holds and their facts, set-based, whatever the number of buyers. */
import { sql, type Transaction } from '@usher/kit/database';
import { HELD, type LockedClaim } from './claim.ts';
import type { HoldCall } from './hold-call.ts';
import type { HoldRow } from './hold.ts';
import type { SeatsKit } from './seats-kit.ts';
import { arrayText, writeClaims } from './write-claims.ts';

export interface Grant {
  readonly call: HoldCall;
  /** Under their locks. */
  readonly claims: readonly LockedClaim[];
}

/** When holds that are made now end. One transaction has one `now`: the claims and their holds end at the same moment. */
export async function endOfHolds(kit: SeatsKit, tx: Transaction): Promise<string> {
  const [row] = await tx.query<{ end: string }>(
    sql`select usher_now() + make_interval(secs => ${kit.config.HOLD_SECONDS}::float8) as end`,
  );
  if (!row) throw new Error('the database did not tell the time');
  return row.end;
}

/** Sends three statements, and waits for none. Gives the holds by id, as they will be. */
export async function writeGrants(
  kit: SeatsKit,
  tx: Transaction,
  grants: readonly Grant[],
  end: string,
): Promise<Map<string, HoldRow>> {
  if (grants.length === 0) return new Map();
  const holds = grants.map((grant) => holdOf(grant, end));
  await writeClaims(
    tx,
    grants.flatMap(({ call, claims }) =>
      claims.map((claim) => ({
        claim,
        state: HELD,
        holdId: call.wish.holdId,
        newFence: true,
        expires: { at: end },
      })),
    ),
  );
  await tx.send(sql`
    insert into hold (id, event_id, organization_id, owner_id, state, places, fences, counted, expires_at, own_expires_at, created_at)
    select id, event_id, organization_id, owner_id, 'held', places::int[], fences::int[], counted, ${end}::timestamptz, ${end}::timestamptz, usher_now()
    from unnest(${holds.map((h) => h.id)}::uuid[], ${holds.map((h) => h.event_id)}::uuid[], ${holds.map((h) => h.organization_id)}::uuid[],
                ${holds.map((h) => h.owner_id)}::uuid[], ${holds.map((h) => arrayText(h.places))}::text[], ${holds.map((h) => arrayText(h.fences))}::text[],
                ${grants.map((g) => g.call.rules.buyerMax !== null)}::boolean[])
      as made (id, event_id, organization_id, owner_id, places, fences, counted)`);
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
        expiresAt: end,
      },
    })),
  );
  return new Map(holds.map((hold) => [hold.id, hold]));
}

function holdOf({ call, claims }: Grant, end: string): HoldRow {
  return {
    id: call.wish.holdId,
    event_id: call.wish.eventId,
    organization_id: call.inventory.organizationId,
    owner_id: call.ownerId,
    state: 'held',
    places: claims.map((claim) => claim.place),
    fences: claims.map((claim) => claim.fence + 1),
    expires_at: end,
    own_expires_at: end,
    extended: false,
    order_id: null,
    sold_at: null,
    version: 1,
  };
}
