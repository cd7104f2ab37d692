/** `holds`: how many seats can be held in a second, each by a request of its own, beside the same server without a database. */
import { countOf, generate, mustBe, steadily } from '../generate.ts';
import type { Outcome, Plan, Request } from '../generator/plan.ts';
import { cpuEach, type Figures, latencies } from '../figures.ts';
import { openHall } from '../hall.ts';
import type { Installation } from '../installation.ts';
import { batchedSqlPerSecond } from '../probes/batched-sql.ts';
import { withProbeServer } from '../probes/server.ts';
import type { Scenario } from '../scenario.ts';
import { guestTokens } from '../tokens.ts';
import { shuffled } from '../wishes.ts';

const SEATS = 60_000;
const SEATS_SHORT = 10_000;
const WARM_SEATS = 3_000;
/** Of a hall's seats: how many are held as fast as it goes; the others at half that rate. */
const TOP_SHARE = 0.7;
const LANES = 128;
const BUYERS = 512;

export const holds: Scenario = {
  about:
    'Every request holds one free seat, with its token and Idempotency-Key; facts follow. First 128 connections as fast ' +
    'as it goes, then by schedule at half of that rate, latencies from the scheduled moment. The probe is the same server ' +
    'with an operation that answers a constant; the other one is batched SQL without HTTP. All three in the same minute.',
  async warmUp(_bench, installation) {
    await holdAll(installation, WARM_SEATS);
  },
  run: (bench, installation) => holdAll(installation, bench.short ? SEATS_SHORT : SEATS),
};

async function holdAll(installation: Installation, seats: number): Promise<Figures> {
  const hall = await openHall(installation.api, seats);
  const requests = shuffled(hall.seatIds).map((seatId) => holdOf(hall.eventId, seatId));
  const tokens = await guestTokens(installation.url, BUYERS);
  const top = Math.floor(hall.seats * TOP_SHARE);
  const probe = await probeHolds(requests.slice(0, top));
  await installation.quiet();
  const before = installation.spent();
  const fast = await generate(askEach(installation.url, requests.slice(0, top), tokens));
  await installation.quiet();
  const after = installation.spent();
  mustBe(fast, '201');
  const half = perSecond(fast) / 2;
  const steady = await generate({
    ...askEach(installation.url, requests.slice(top), tokens),
    pace: steadily(half),
  });
  mustBe(steady, '201');
  await mustHold(installation, hall.eventId, hall.seats);
  await installation.mustBeWhole();
  const sql = await batchedSqlPerSecond(installation.databases()['seats'] ?? '');
  return {
    'holds, as fast as it goes (/s)': perSecond(fast),
    'probe without a database (/s)': probe.perSecond,
    'ratio to the probe': perSecond(fast) / probe.perSecond,
    'batched SQL without HTTP (seats/s)': sql,
    'half of the rate (/s)': half,
    ...latencies('at half', steady.verdicts['201']),
    ...cpuEach('a hold', before, after, top),
    'CPU a hold: the probe (ms)': probe.cpuMs,
    'CPU a hold: generator, not counted (ms)': (fast.cpuSeconds * 1000) / top,
  };
}

function probeHolds(requests: readonly Request[]): Promise<{ perSecond: number; cpuMs: number }> {
  return withProbeServer(async ({ url, cpuSeconds }) => {
    const tokens = await guestTokens(url, BUYERS);
    const before = cpuSeconds();
    const outcome = await generate(askEach(url, requests, tokens));
    mustBe(outcome, '201');
    return { perSecond: perSecond(outcome), cpuMs: ((cpuSeconds() - before) * 1000) / requests.length };
  });
}

function holdOf(eventId: string, seatId: string): Request {
  return { method: 'POST', path: '/api/holds', body: JSON.stringify({ eventId, seatIds: [seatId] }), keyed: true };
}

function askEach(url: string, requests: readonly Request[], tokens: readonly string[]): Plan {
  const story = { kind: 'ask', requests, tokens } as const;
  return { url, connections: LANES, pace: { kind: 'closed', lanes: LANES }, count: requests.length, story };
}

function perSecond(outcome: Outcome): number {
  return countOf(outcome, '201') / outcome.seconds;
}

/** Every seat is held once, by a hold of one seat. */
async function mustHold({ rows }: Installation, eventId: string, seats: number): Promise<void> {
  const [row] = await rows<{ claims: string; holds: string }>(
    'seats',
    `select count(*) filter (where claim.state = 1) as claims, count(distinct claim.hold_id) as holds from claim where event_id = $1`,
    [eventId],
  );
  if (Number(row?.claims) !== seats || Number(row?.holds) !== seats)
    throw new Error(`${seats} seats were held, and the claims say ${JSON.stringify(row)}`);
}
