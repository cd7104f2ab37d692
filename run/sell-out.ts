/** Sells an event out by real purchases: whoever looks at the demo's books finds them in order. */
import { type Clock, pause } from '@usher/kit/clock';
import { sql } from '@usher/kit/database';
import type { Host } from '@usher/kit/host';
import type { Log } from '@usher/kit/log';
import { Refusal } from '@usher/kit/refusal';

const TICKETS_PER_ORDER = 8;
const SETTLING_MS_MAX = 30_000;

interface Sale {
  readonly host: Host;
  readonly clock: Clock;
  readonly log: Log;
  readonly eventId: string;
}

/** Buys what is left, eight at a time, and waits until the event says that it is sold out. */
export async function sellOut(sale: Sale): Promise<void> {
  const { host, clock, eventId } = sale;
  const seats = host.running.get('seats');
  if (!seats) throw new Error('selling out needs seats in this process');
  const soldOut = () => seats.db.query(sql`select 1 from inventory where event_id = ${eventId} and sold_out`);
  if ((await soldOut()).length > 0) return;
  const free = await seats.db.query<{ id: string }>(sql`
    select (left(seat_map->>'seatIdBase', -5) || lpad(to_hex(place), 5, '0')) as id
    from claim join inventory using (event_id)
    where event_id = ${eventId} and area_no is null and claim.state = 0 order by place`);
  const baskets = Array.from({ length: Math.ceil(free.length / TICKETS_PER_ORDER) }, (_, i) =>
    free.slice(i * TICKETS_PER_ORDER, (i + 1) * TICKETS_PER_ORDER).map((seat) => seat.id),
  );
  await Promise.all(baskets.map((seatIds, i) => buy(sale, seatIds, i + 1)));
  const end = clock.now() + SETTLING_MS_MAX;
  while ((await soldOut()).length === 0) {
    if (clock.now() > end) {
      sale.log.warn({ eventId }, 'the sold-out demo event is not sold out yet');
      return;
    }
    await pause(50);
  }
}

async function buy(sale: Sale, seatIds: readonly string[], number: number): Promise<void> {
  const buyer = sale.clock.newId();
  const hold = await ask<{ id: string }>(sale, 'seats', 'holdSeats', buyer, { eventId: sale.eventId, seatIds });
  const person = { email: `friend${number}@usher.test`, firstName: 'Robin', lastName: `Friend ${number}` };
  const order = await ask<{ id: string }>(sale, 'orders', 'createOrder', buyer, { holdId: hold.id, buyer: person });
  await ask(sale, 'payments', 'createPayment', buyer, { orderId: order.id, method: { type: 'card', token: 'tok_ok' } });
}

/** One operation in the name of a guest, performed in place. */
async function ask<Body>(
  sale: Sale,
  service: string,
  operation: string,
  guestId: string,
  body: unknown,
): Promise<Body> {
  const target = sale.host.running.get(service)?.operations.get(operation);
  if (!target) throw new Error(`${service} has no operation ${operation}`);
  const key = sale.clock.newId();
  const result = await target.perform({
    params: {},
    query: {},
    body,
    principal: { id: guestId, role: 'guest', organizations: {}, sessionId: undefined },
    peer: undefined,
    header: (name) => (name === 'idempotency-key' ? key : undefined),
    address: 'in-place',
    requestId: key,
    deadline: sale.clock.now() + SETTLING_MS_MAX,
  });
  if (result instanceof Refusal) throw new Error(`${operation} was refused: ${result.code}`);
  return (typeof result.body === 'string' ? JSON.parse(result.body) : result.body) as Body;
}
