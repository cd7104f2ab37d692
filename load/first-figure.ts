/**
 * `npm run load`: how many holds and how many complete purchases a second this machine does, beside a probe that does
 * the same without a database. Everything runs on one machine, this driver too, so the figures are a floor.
 * Takes about two minutes; the report goes to load/results/.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { openWorld } from '../tests/world.ts';
import type { GuestSession, Hold, Order } from '../tests/shapes.ts';
import { type Api, openApi } from './api.ts';
import { type Figure, type Loop, measure } from './closed-loop.ts';
import { type Hall, openHall } from './hall.ts';
import { writeReport } from './report.ts';

const LANES = 64;
const BUYERS = 32;
const SEATS = 60_000;
const POLL_MS = 50;

const figures = [await measureProbe(), ...(await measureUsher())];
console.log(await writeReport(figures));

async function measureProbe(): Promise<Figure> {
  const program = path.join(import.meta.dirname, 'probe-server.ts');
  const probe = spawn(process.execPath, ['--import', 'tsx', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed] = (await once(probe.stdout, 'data')) as [Buffer];
  const api = openApi(printed.toString().trim(), LANES);
  const eventId = randomUUID();
  const figure = await measure(await holds(api, 'holds, probe without a database', eventId, () => randomUUID()));
  await api.close();
  const gone = once(probe, 'exit');
  probe.kill();
  await gone;
  return figure;
}

async function measureUsher(): Promise<Figure[]> {
  const world = await openWorld();
  try {
    const api = openApi(world.url, LANES);
    const hall = await openHall(api, SEATS);
    const figures = [
      await measure(await holds(api, 'holds', hall.eventId, hall.nextSeat)),
      await measure({ name: 'complete purchases', lanes: BUYERS, seconds: 15, once: () => purchase(api, hall) }),
      await measure({ name: 'complete purchases, one by one', lanes: 1, seconds: 5, once: () => purchase(api, hall) }),
    ];
    await api.close();
    return figures;
  } finally {
    await world.stop();
  }
}

/** Each lane is a buyer of its own and holds one seat after another. */
async function holds(api: Api, name: string, eventId: string, nextSeat: () => string): Promise<Loop> {
  const tokens = await Promise.all(Array.from({ length: LANES }, () => guest(api)));
  return {
    name,
    lanes: LANES,
    seconds: 10,
    async once(lane) {
      const body = { eventId, seatIds: [nextSeat()] };
      return (await api.send('POST /holds', { token: tokens[lane] ?? '', body })).status === 201;
    },
  };
}

/** A new guest, a hold, an order, a payment by card, and looking until the tickets are there. */
async function purchase(api: Api, hall: Hall): Promise<boolean> {
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

async function guest(api: Api): Promise<string> {
  return (await api.must<GuestSession>(201, 'POST /auth/guest')).accessToken;
}
