import { systemClock } from '@usher/kit/clock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepted, buy, type Buyer, guest } from '../buyers.ts';
import { type HostedSale, openSale } from '../sale.ts';
import type { CheckIn, Hold } from '../shapes.ts';
import { openDatabases, type OpenDatabases } from './databases.ts';
import { faults, type Healthy } from './faults.ts';
import { checkInvariants, invariants, notYet } from './invariants.ts';

const ALL = Array.from({ length: 27 }, (_, i) => `I${String(i + 1).padStart(2, '0')}`);

/** A seat that nobody asks for. */
const FREE_PLACE = 10;

describe('the rules about all data', () => {
  let sale: HostedSale;
  let databases: OpenDatabases;
  let healthy: Healthy;
  beforeAll(async () => {
    sale = await openSale({ rows: 2, seatsPerRow: 8, capacity: 6 });
    healthy = await sellALittle(sale);
    const names = ['accounts', 'catalog', 'seats', 'orders', 'payments', 'tickets', 'notifications', 'waiting-room'];
    databases = await openDatabases(Object.fromEntries(names.map((name) => [name, sale.host.databaseUrl(name)])));
  }, 60_000);
  afterAll(async () => {
    await databases.close();
    await sale.close();
  });

  const everywhere = async (text: string) => {
    for (const run of Object.values(databases.read)) await run(text);
  };

  it('are all 27, or say why not yet', () => {
    expect([...invariants.map((rule) => rule.id), ...Object.keys(notYet)].sort()).toEqual(ALL);
    expect(Object.keys(faults).sort()).toEqual(invariants.map((rule) => rule.id));
  });

  it('are kept by purchases, refusals and releases', async () => {
    await sale.settled();
  });

  it.each(invariants.map((rule) => [rule.id, rule.says] as const))('%s sees when it is not so: %s', async (id) => {
    // Inside transactions that are rolled back: the fault is there for the rules alone.
    await everywhere('begin');
    try {
      const charges = (await faults[id]?.(databases.read, healthy, sale.cards.charges())) ?? [];
      const mails = () => sale.mails.messages();
      const found = await checkInvariants(databases.read, { quiet: true, charges, mails });
      expect(found.map((violation) => violation.id)).toEqual([id]);
    } finally {
      await everywhere('rollback');
    }
  });
});

/** One order with tickets, one of them used; a card that was declined, one that was refused at capture; a hold let go; a place in the area. */
async function sellALittle({ host, eventId, seatIds, areaId, operator, settled }: HostedSale): Promise<Healthy> {
  const [ada, ben, cem, dov] = [await guest(host), await guest(host), await guest(host), await guest(host)];
  const { order, payment } = await buy(ada, eventId, seatIds.slice(0, 2));
  await ada.until(order, 'fulfilled');
  await admit(ada, order.id);
  const declined = await buy(ben, eventId, seatIds.slice(2, 3), 'tok_declined');
  await ben.until(declined.order, 'pending');
  accepted(await host.call(`POST /orders/${declined.order.id}/cancel`, { as: ben.token }));
  const refused = await buy(cem, eventId, seatIds.slice(3, 5), 'tok_capture_refused');
  await cem.until(refused.order, 'cancelled');
  const { id } = accepted<Hold>(await dov.hold(eventId, seatIds.slice(5, 6)));
  expect((await host.call(`DELETE /holds/${id}`, { as: dov.token })).status).toBe(204);
  const standing = accepted<Hold>(await dov.holdPlaces(eventId, areaId, 2));
  const inArea = accepted<{ id: string }>(await dov.order(standing));
  accepted(await dov.pay(inArea));
  await dov.until(inArea, 'fulfilled');
  await settled();
  return {
    eventId,
    orderId: order.id,
    paymentId: payment.id,
    freePlace: FREE_PLACE,
    freeSeatId: seatIds[FREE_PLACE] ?? '',
  };

  async function admit(owner: Buyer, orderId: string): Promise<void> {
    const [ticket] = await owner.tickets({ id: orderId });
    const scan = {
      eventId,
      code: ticket?.code,
      deviceId: 'gate 1',
      nonce: 'first',
      scannedAt: new Date(systemClock.now()).toISOString(),
    };
    const answer = accepted<CheckIn>(await host.call('POST /check-ins', { as: operator, body: scan }));
    expect(answer.result).toBe('admitted');
  }
}
