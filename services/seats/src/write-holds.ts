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

/** Three statements. Gives the holds by id. */
export async function writeGrants(
  kit: SeatsKit,
  tx: Transaction,
  grants: readonly Grant[],
): Promise<Map<string, HoldRow>> {
  if (grants.length === 0) return new Map();
  const { HOLD_SECONDS: seconds } = kit.config;
  const writing = writeClaims(
    tx,
    grants.flatMap(({ call, claims }) =>
      claims.map((claim) => ({
        claim,
        state: HELD,
        holdId: call.wish.holdId,
        newFence: true,
        expires: { inSeconds: seconds },
      })),
    ),
  );
  // One transaction has one `now`: the claims and their holds end at the same moment.
  const inserting = tx.query<HoldRow>(sql`
    insert into hold (id, event_id, organization_id, owner_id, state, places, fences, counted, expires_at, own_expires_at, created_at)
    select id, event_id, organization_id, owner_id, 'held', places::int[], fences::int[], counted, usher_now() + make_interval(secs => ${seconds}::float8), usher_now() + make_interval(secs => ${seconds}::float8), usher_now()
    from unnest(${grants.map((g) => g.call.wish.holdId)}::uuid[], ${grants.map((g) => g.call.wish.eventId)}::uuid[], ${grants.map((g) => g.call.inventory.organizationId)}::uuid[],
                ${grants.map((g) => g.call.ownerId)}::uuid[], ${grants.map((g) => arrayText(g.claims.map((c) => c.place)))}::text[], ${grants.map((g) => arrayText(g.claims.map((c) => c.fence + 1)))}::text[],
                ${grants.map((g) => g.call.rules.buyerMax !== null)}::boolean[])
      as made (id, event_id, organization_id, owner_id, places, fences, counted)
    returning *`);
  const [rows] = await Promise.all([inserting, writing]);
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
        expiresAt: byId.get(call.wish.holdId)?.expires_at ?? '',
      },
    })),
  );
  return byId;
}
