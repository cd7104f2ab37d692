import { openDatabase } from '@usher/kit/database';
import { createLog } from '@usher/kit/log';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { BLOCKED } from '../src/claim.ts';
import { writeClaims } from '../src/write-claims.ts';
import { openSeats, type SeatsHost } from './catalog-peer.ts';

describe('a change of claims', () => {
  let host: SeatsHost;
  beforeAll(async () => {
    host = await openSeats({ postgresUrl: inject('postgresUrl') });
  });
  afterAll(() => host.close());

  it('that was decided by an old fence fails its whole transaction', async () => {
    const { eventId } = await host.putOnSale({ rows: 1, seatsPerRow: 2, areas: [] });
    const db = openDatabase({
      url: host.databaseUrl('seats'),
      connectionsMax: 1,
      applicationName: 'test',
      log: createLog('silent'),
    });
    const block = (place: number, fence: number) =>
      ({ claim: { eventId, place, fence }, state: BLOCKED, holdId: null, newFence: true }) as const;
    try {
      const stale = db.transaction((tx) => writeClaims(tx, [block(0, 0), block(1, 7)]));
      await expect(stale).rejects.toThrow('claims: 2 changes were decided and 1 written');
      const states = () => host.rows('seats', 'select state, fence from claim where event_id = $1', [eventId]);
      expect(await states()).toEqual([
        { state: 0, fence: 0 },
        { state: 0, fence: 0 },
      ]);
      await db.transaction((tx) => writeClaims(tx, [block(0, 0), block(1, 0)]));
      expect(await states()).toEqual([
        { state: 3, fence: 1 },
        { state: 3, fence: 1 },
      ]);
    } finally {
      await db.close();
    }
  });
});
