/** A complete purchase as far as the buyer makes it: guest, hold, order, payment. Whether tickets came is read from the databases afterwards. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { retryAfterMs, type Tell, verdictOf, written } from './asking.ts';
import type { Answer, Connections } from './connections.ts';
import type { Buying, Request } from './plan.ts';

/** Notes how long one request took. */
export type NoteStep = (step: string, ms: number) => void;

const PAUSE_MS = 1_000;

/** Each arrival buys the seats of a wish nobody has, and leaves them to others when it is sent away; `bought`, or the step it failed at and why. */
export function tellBuying(story: Buying, connections: Connections, host: string, noteStep: NoteStep): Tell {
  const { eventId, returns } = story;
  const wishes = story.wishes.toReversed();

  /** Asks, and asks again under the same key when told to come back. */
  async function step(name: string, request: Request, returnsLeft: number, token?: string): Promise<Answer> {
    const text = written(host, request, token, name === 'guest' ? undefined : randomUUID());
    for (let left = returnsLeft; ; left -= 1) {
      const asked = performance.now();
      const answer = await connections.ask(text);
      noteStep(`${name} ${verdictOf(answer)}`, performance.now() - asked);
      if (left <= 0 || (answer.status !== 503 && answer.status !== 429)) return answer;
      await pause(retryAfterMs(answer.head) ?? PAUSE_MS);
    }
  }

  return async (i) => {
    const guest = await step('guest', { method: 'POST', path: '/api/auth/guest' }, returns.first);
    if (guest.status !== 201) return { verdict: `guest ${verdictOf(guest)}` };
    const { accessToken: token } = bodyOf<{ accessToken: string }>(guest);
    const seatIds = wishes.pop();
    if (!seatIds) return { verdict: 'nothing left' };
    const hold = await step('hold', post('/api/holds', JSON.stringify({ eventId, seatIds })), returns.first, token);
    if (hold.status !== 201) {
      wishes.push(seatIds);
      return { verdict: `hold ${verdictOf(hold)}` };
    }
    const order = await step(
      'order',
      post('/api/orders', orderOf(bodyOf<{ id: string }>(hold).id, i)),
      returns.later,
      token,
    );
    if (order.status !== 201) return { verdict: `order ${verdictOf(order)}` };
    const payment = `{"orderId":"${bodyOf<{ id: string }>(order).id}","method":{"type":"card","token":"tok_ok"}}`;
    const paid = await step('pay', post('/api/payments', payment), returns.later, token);
    return { verdict: paid.status === 202 ? 'bought' : `pay ${verdictOf(paid)}` };
  };
}

function post(path: string, body: string): Request {
  return { method: 'POST', path, body };
}

function orderOf(holdId: string, i: number): string {
  return `{"holdId":"${holdId}","buyer":{"email":"buyer-${i}@example.com","firstName":"Noor","lastName":"Haddad"}}`;
}

function bodyOf<Body>(answer: Answer): Body {
  return JSON.parse(answer.body.toString()) as Body;
}
