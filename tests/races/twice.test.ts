import { readdirSync } from 'node:fs';
import { systemClock } from '@usher/kit/clock';
import { type Database, openDatabase } from '@usher/kit/database';
import { createLog } from '@usher/kit/log';
import { migrate, migrationsOf } from '@usher/kit/migrate';
import { eventually } from '@usher/kit/testing';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { createDatabase } from '../../run/create-database.ts';
import { services } from '../../run/services.ts';
import { accepted, buy, guest, guests, nth } from '../buyers.ts';
import { type HostedSale, openSale } from '../sale.ts';

const HOLD_SECONDS = 300;

describe('what happens twice', () => {
  let sale: HostedSale;
  let next = 0;
  beforeAll(async () => {
    sale = await openSale({ rows: 8, seatsPerRow: 20 });
  }, 60_000);
  afterAll(async () => {
    await sale.close();
  });

  const takeSeats = (count: number): string[] => {
    next += count;
    if (next > sale.seatIds.length) throw new Error('the hall is too small for these races');
    return sale.seatIds.slice(next - count, next);
  };
  const factsNamed = async (service: string, name: string): Promise<string[]> => {
    const rows = await sale.host.rows<{ id: string }>(
      service,
      `select fact->>'aggregateId' as id from outbox, json_array_elements(facts) as fact where fact->>'name' = $1`,
      [name],
    );
    return rows.map((row) => row.id);
  };

  it('two copies of every service sell as one: each fact is told once, each mail sent once', async () => {
    const copy = await sale.openCopy();
    const people = [...(await guests(sale.host, 15)), ...(await guests(copy, 15))];
    const bought = await Promise.all(people.map((buyer) => buy(buyer, sale.eventId, takeSeats(1))));
    await Promise.all(people.map((buyer, i) => buyer.until(nth(bought, i).order, 'fulfilled')));
    await sale.settled();
    const mailed = `select 1 from message where kind = 'tickets' and state = 'sent'`;
    await eventually(async () => {
      expect(await sale.host.rows('notifications', mailed)).toHaveLength(people.length);
    }, 20_000);
    await copy.close();
    for (const [service, name] of [
      ['payments', 'payment.authorized'],
      ['payments', 'payment.captured'],
      ['orders', 'order.confirmed'],
      ['orders', 'order.paid'],
      ['tickets', 'tickets.issued'],
      ['orders', 'order.fulfilled'],
    ] as const) {
      const told = await factsNamed(service, name);
      expect(told, name).toHaveLength(people.length);
      expect(new Set(told).size, name).toBe(people.length);
    }
    expect(sale.mails.messages()).toHaveLength(people.length);
  }, 60_000);

  it('two sweepers end each lapsed hold once', async () => {
    const copy = await sale.openCopy();
    const people = await guests(sale.host, 20);
    const held = await Promise.all(people.map((buyer) => buyer.hold(sale.eventId, takeSeats(1))));
    const ids = held.map((answer) => accepted<{ id: string }>(answer).id);
    await sale.letPass(HOLD_SECONDS + 1);
    await eventually(async () => {
      expect((await factsNamed('seats', 'hold.expired')).filter((id) => ids.includes(id)).sort()).toEqual(ids.sort());
    });
    await sale.settled();
    await copy.close();
    expect((await factsNamed('seats', 'hold.expired')).filter((id) => ids.includes(id)).sort()).toEqual(ids.sort());
  });

  it('a whole history told again changes nothing', async () => {
    const buyer = await guest(sale.host);
    const { order } = await buy(buyer, sale.eventId, takeSeats(1), 'tok_declined');
    await buyer.until(order, 'pending');
    await sale.settled();
    const before = await everything(sale);
    for (const { contract } of services) await sale.host.rows(contract.name, 'update inbox set position = 0');
    // A follower that has nothing to read does not look where it stands: something new happens everywhere.
    const another = await guest(sale.host);
    const bought = await buy(another, sale.eventId, takeSeats(1));
    await another.until(bought.order, 'fulfilled');
    accepted(await sale.host.call(`POST /orders/${order.id}/cancel`, { as: buyer.token }));
    const copy = await sale.openCopy();
    await sale.settled();
    await copy.close();
    const after = await everything(sale);
    expect(after).toEqual({
      ...before,
      captured: before.captured + 1,
      tickets: before.tickets + 1,
      ledger: before.ledger + 2,
      ended: before.ended + 2,
      messages: before.messages + 2,
      issued: before.issued + 1,
    });
  }, 60_000);

  it('a fact nobody can take is put aside for a person to see, and the others go on', async () => {
    const poison = {
      id: systemClock.newId(),
      name: 'payment.authorized',
      version: 1,
      aggregateId: systemClock.newId(),
    };
    await sale.host.rows('payments', 'insert into outbox (facts) values ($1::jsonb)', [
      JSON.stringify([{ ...poison, aggregateVersion: 1, requestId: 'poison', payload: {}, occurredAt: '' }]),
    ]);
    const people = await guests(sale.host, 3);
    const bought = await Promise.all(people.map((buyer) => buy(buyer, sale.eventId, takeSeats(1))));
    await Promise.all(people.map((buyer, i) => buyer.until(nth(bought, i).order, 'fulfilled')));
    const parked = await sale.host.rows<{ fact_id: string }>('orders', 'select fact_id from parked_fact');
    expect(parked).toEqual([{ fact_id: poison.id }]);
    await eventually(async () => {
      expect((await sale.violations({ quiet: true })).map(({ id }) => id)).toEqual(['I21']);
    });
    await sale.host.rows('orders', 'delete from parked_fact');
    await sale.settled();
  });
});

it('twenty processes that start at once on an empty cluster make and migrate each database once', async () => {
  const url = inject('postgresUrl');
  const name = `migrated_${systemClock.newId().replaceAll('-', '')}`;
  const directories = [migrationsOf('@usher/kit'), migrationsOf('@usher/seats')];
  const log = createLog('silent');
  const opened: Database[] = [];
  onTestFinished(async () => {
    await Promise.all(opened.map((db) => db.close()));
  });
  const counts = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const own = await createDatabase(url, name);
      const db = openDatabase({ url: own, connectionsMax: 1, applicationName: 'migrating', log });
      opened.push(db);
      return migrate(db, directories, log);
    }),
  );
  const files = directories.flatMap((directory) => readdirSync(directory)).filter((file) => file.endsWith('.sql'));
  expect(counts.filter((count) => count > 0)).toEqual([files.length]);
});

/** What a fact told twice could make twice. (What is popular is only an estimate, and may count it so.) */
async function everything({ host, cards }: HostedSale) {
  const count = async (service: string, text: string): Promise<number> => {
    const [row] = await host.rows<{ count: string }>(service, text);
    return Number(row?.count);
  };
  return {
    charges: cards.charges().filter((charge) => charge.state === 'voided').length,
    captured: cards.charges().filter((charge) => charge.state === 'captured').length,
    tickets: await count('tickets', 'select count(*) from ticket'),
    ledger: await count('payments', 'select count(*) from ledger_entry'),
    ended: await count('orders', `select count(*) from orders where state in ('fulfilled', 'cancelled', 'expired')`),
    messages: await count('notifications', 'select count(*) from message'),
    issued: await count(
      'tickets',
      `select count(*) from outbox, json_array_elements(facts) as fact where fact->>'name' = 'tickets.issued'`,
    ),
  };
}
