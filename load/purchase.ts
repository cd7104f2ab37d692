/** One complete purchase, as a browser would make it. */
import { randomUUID } from 'node:crypto';
import type { GuestSession, Hold, Order } from '../tests/shapes.ts';
import type { Api } from './api.ts';
import type { Hall } from './hall.ts';

const POLL_MS = 50;

/** A new guest, a hold, an order, a payment by card, and looking until the tickets are there; false when it came to nothing. */
export async function purchase(api: Api, hall: Hall): Promise<boolean> {
  const token = await guest(api);
  const wanted = { eventId: hall.eventId, seatIds: [hall.nextSeat()] };
  const hold = await api.must<Hold>(201, 'POST /holds', { token, body: wanted });
  const buyer = { email: `buyer-${randomUUID()}@example.com`, firstName: 'Noor', lastName: 'Haddad' };
  const order = await api.must<Order>(201, 'POST /orders', { token, body: { holdId: hold.id, buyer } });
  const method = { type: 'card', token: 'tok_ok' };
  await api.must(202, 'POST /payments', { token, body: { orderId: order.id, method } });
  for (;;) {
    const { state } = await api.must<Order>(200, `GET /orders/${order.id}`, { token });
    if (state === 'fulfilled') return true;
    if (!['pending', 'paying', 'confirmed', 'paid'].includes(state)) return false;
    await new Promise((done) => {
      setTimeout(done, POLL_MS);
    });
  }
}

/** A token of a new guest. */
export async function guest(api: Api): Promise<string> {
  return (await api.must<GuestSession>(201, 'POST /auth/guest')).accessToken;
}
