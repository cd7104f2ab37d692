/**
 * The sweep of holds whose time has passed. Nobody waits for it: a lapsed place is free for the
 * next buyer in the statement that claims it. The sweep tidies the display and says `hold.expired`,
 * by which orders end.
 */
import { type Database, sql } from '@usher/kit/database';
import { changeHoldsWithin, type Change, ofHold } from './change-holds.ts';
import type { SeatsKit } from './seats-kit.ts';
import { freed } from './write-claims.ts';

const HOLDS_PER_SWEEP = 500;

/** Expires what is due, some hundred at a time. Two sweepers share the work and never do it twice. */
export async function expireHolds(kit: SeatsKit): Promise<void> {
  while (!kit.signal.aborted && (await expireSome(kit)) === HOLDS_PER_SWEEP);
}

function expireSome(kit: SeatsKit): Promise<number> {
  return kit.db.transaction(async (tx) => {
    const due = await tx.query<{ id: string; event_id: string }>(sql`
      select id, event_id from hold where state in ('held', 'paying') and expires_at <= usher_now()
      order by id limit ${HOLDS_PER_SWEEP} for update skip locked`);
    if (due.length === 0) return 0;
    // Areas first, as buyers do: whoever looks for free places waits until the lapsed ones are free.
    await lockAreasOf(
      tx,
      due.map((hold) => hold.event_id),
    );
    await changeHoldsWithin(
      kit,
      tx,
      due.map((hold) => ({ holdId: hold.id, requestId: hold.id })),
      (_call, held): Change<true> => {
        if (!held?.hold.lapsed || (held.hold.state !== 'held' && held.hold.state !== 'paying')) return { answer: true };
        const own = held.claims.filter(
          (claim, i) => claim.holdId === held.hold.id && claim.fence === held.hold.fences[i],
        );
        return {
          answer: true,
          to: 'expired',
          claims: own.map(freed),
          fact: (hold) => ({
            name: 'hold.expired',
            payload: { ...ofHold(hold), places: own.map((claim) => claim.place) },
          }),
        };
      },
    );
    return due.length;
  });
}

async function lockAreasOf(tx: Pick<Database, 'query'>, eventIds: readonly string[]): Promise<void> {
  await tx.query(
    sql`select 1 from area where event_id = any(${[...new Set(eventIds)]}::uuid[]) order by event_id, area_no for update`,
  );
}
