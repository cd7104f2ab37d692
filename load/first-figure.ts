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
import { type Api, openApi } from './api.ts';
import { type Figure, type Loop, measure } from './closed-loop.ts';
import { openHall } from './hall.ts';
import { guest, purchase } from './purchase.ts';
import { writeReport } from './report.ts';

const LANES = 64;
const BUYERS = 32;
const SEATS = 60_000;

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
