import { systemClock } from '@usher/kit/clock';
import { eventually } from '@usher/kit/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openSeats, type SeatsHost } from './catalog-peer.ts';

describe('the order of locks', () => {
  let host: SeatsHost;
  let other: pg.Client;
  beforeAll(async () => {
    host = await openSeats({ postgresUrl: inject('postgresUrl') });
    other = new pg.Client({ connectionString: host.databaseUrl('seats') });
    await other.connect();
  });
  afterAll(async () => {
    await other.end();
    await host.close();
  });

  it('lets a buyer who waits for a seat hold back nobody who has it and takes the places of an area next', async () => {
    const event = await host.putOnSale({ rows: 1, seatsPerRow: 2, areas: [{ name: 'Floor', capacity: 1 }] });
    // As a sale of both places does: sorted, the seat before the place of the area.
    const lock = 'select 1 from claim where event_id = $1 and place = $2 for update';
    await other.query('begin');
    await other.query(lock, [event.eventId, 0]);
    const buying = host.call('POST /holds', {
      as: await host.tokenFor({ id: systemClock.newId(), role: 'guest' }),
      body: {
        eventId: event.eventId,
        seatIds: [event.seatId(0)],
        areas: [{ areaId: event.areaId(0), quantity: 1 }],
      },
    });
    await eventually(async () => {
      const text = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      expect(await host.rows('seats', text)).toHaveLength(1);
    });
    await expect(other.query(`${lock} nowait`, [event.eventId, 2])).resolves.toBeDefined();
    await other.query('rollback');
    expect((await buying).status).toBe(201);
  });
});
