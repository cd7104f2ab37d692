/** `crowd`: 10,000 people look at a seat map while others hold seats, and see each change soon. */
import { startPeer } from '../child-process.ts';
import type { Looking, Opened, Seen } from '../crowd/viewers-process.ts';
import { type Figures, latencies } from '../figures.ts';
import { countOf, generate, mustBe, steadily } from '../generate.ts';
import type { Outcome, Pace, Request } from '../generator/plan.ts';
import { openHall } from '../hall.ts';
import type { Installation } from '../installation.ts';
import { cpuMsOfWrite } from '../probes/socket-writes.ts';
import type { Scenario } from '../scenario.ts';
import { guestTokens } from '../tokens.ts';
import { shuffled } from '../wishes.ts';

const SEATS = 60_000;
const LONG = { viewers: 10_000, top: 10_000, seconds: 20 };
const SHORT = { viewers: 1_000, top: 2_000, seconds: 5 };
const LANES = 128;
const BUYERS = 512;
/** The loop is looked at this often, so that a delay it finds is longer by that. */
const LOOP_SAMPLE_MS = 10;
const PROBE_ROUNDS = 40;

export const crowd: Scenario = {
  about:
    'The highest rate of holds; then half of it without anybody looking, with all streams open, and without again. From ' +
    'the request for a hold to the delta at a viewer: of each delta the oldest change counts, at every viewer. The processor ' +
    'time of a delivery is what holds cost more while they were looked at. The probe writes as many bytes to as many sockets.',
  async run({ short }, installation) {
    const { viewers, top, seconds } = short ? SHORT : LONG;
    const tokens = await guestTokens(installation.url, BUYERS);
    const hold = (hall: Shuffled, count: number, pace: Pace) => holdSome(installation, tokens, hall, count, pace);
    const [first, watchedHall, last] = [await open(installation), await open(installation), await open(installation)];
    const { outcome: fast } = await hold(first, top, { kind: 'closed', lanes: LANES });
    const half = countOf(fast, '201') / fast.seconds / 2;
    const count = Math.floor(Math.min(half * seconds, first.seats.length));
    const before = await during(installation, () => hold(first, count, steadily(half)));
    const crowd = await openCrowd(`${installation.url}/api/events/${watchedHall.eventId}/availability/stream`, viewers);
    await loopDelayMs(installation);
    const watched = await during(installation, () => hold(watchedHall, count, steadily(half)));
    const [delayMs, memoryMb] = [await loopDelayMs(installation), installation.memoryMb()];
    const seen = await crowd.leave();
    const after = await during(installation, () => hold(last, count, steadily(half)));
    await installation.mustBeWhole();
    const { outcome, places } = watched.result;
    const alone = (before.cpuSeconds + after.cpuSeconds) / 2;
    const each = ((watched.cpuSeconds - alone) * 1000) / seen.deliveries;
    const bytes = Math.round(seen.bytes / seen.deliveries);
    const everyMs = (count / half / seen.deltas.length) * 1000;
    const rawMs = await cpuMsOfWrite(viewers, { bytes, rounds: Math.min(PROBE_ROUNDS, seen.deltas.length), everyMs });
    return {
      'open streams': viewers,
      'holds meanwhile (/s)': half,
      ...screenFigures(seen, timesOf(outcome, places)),
      'deliveries (/s)': seen.deliveries / outcome.seconds,
      'deliveries missed': seen.deltas.length * viewers - seen.deliveries,
      'streams lost': seen.lost,
      'bytes of a delivery': bytes,
      'CPU a delivery (ms)': each,
      'CPU a raw socket write (ms)': rawMs,
      'CPU a delivery, ratio to the raw write': each / rawMs,
      'CPU a hold alone (ms)': (alone * 1000) / count,
      'longest wait for the loop (ms)': delayMs,
      ...latencies('holds meanwhile', outcome.verdicts['201']),
      'memory with all streams open (MB)': memoryMb,
    } satisfies Figures;
  },
};

interface Shuffled {
  readonly eventId: string;
  /** Nobody's yet, in no order. */
  readonly seats: { readonly seatId: string; readonly place: number }[];
}

async function open({ api }: Installation): Promise<Shuffled> {
  const { eventId, seatIds } = await openHall(api, SEATS);
  return { eventId, seats: shuffled(seatIds.map((seatId, place) => ({ seatId, place }))) };
}

async function holdSome(
  { url }: Installation,
  tokens: readonly string[],
  { eventId, seats }: Shuffled,
  count: number,
  pace: Pace,
) {
  const held = seats.splice(0, count);
  const requests = held.map(
    ({ seatId }): Request => ({
      ...{ method: 'POST', path: '/api/holds', keyed: true },
      body: JSON.stringify({ eventId, seatIds: [seatId] }),
    }),
  );
  const outcome = await generate({
    ...{ url, connections: LANES, pace, count },
    story: { kind: 'ask', requests, tokens },
  });
  mustBe(outcome, '201');
  return { outcome, places: held.map(({ place }) => place) };
}

/** Opens so many streams; `leave` tells what was seen and closes them. */
async function openCrowd(stream: string, viewers: number): Promise<{ leave(): Promise<Seen> }> {
  const peer = startPeer('crowd/viewers-process.ts');
  const { origin: url, pathname: path } = new URL(stream);
  const opened = peer.next<Opened>();
  peer.send({ url, path, viewers } satisfies Looking);
  await opened;
  return {
    async leave() {
      const told = peer.next<Seen>();
      peer.send('enough');
      const seen = await told;
      await peer.stop();
      return seen;
    },
  };
}

/** What something gave, and the processor seconds of Usher's own processes for it and for what followed. */
async function during<Result>({ spent, quiet }: Installation, act: () => Promise<Result>) {
  await quiet();
  const before = spent();
  const result = await act();
  await quiet();
  const after = spent();
  return { result, cpuSeconds: (after['node'] ?? 0) - (before['node'] ?? 0) };
}

/** The longest the process's loop was kept since the last time this was asked. */
async function loopDelayMs({ url }: Installation): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const seconds = /^nodejs_eventloop_lag_max_seconds(?:\{[^}]*\})? ([\d.e+-]+)$/m.exec(text)?.[1];
  return Math.max(0, Number(seconds) * 1000 - LOOP_SAMPLE_MS);
}

/** When each place was asked for. */
function timesOf({ begunAt }: Outcome, places: readonly number[]): ReadonlyMap<number, number> {
  return new Map(places.map((place, i) => [place, begunAt[i] ?? NaN]));
}

function screenFigures({ deltas }: Seen, askedAt: ReadonlyMap<number, number>): Figures {
  const counts = new Map<number, number>();
  for (const { places, firstMs, after } of deltas) {
    const oldest = Math.min(...places.map((place) => askedAt.get(place) ?? Infinity));
    if (oldest === Infinity) continue;
    for (const [ms, viewers] of after.entries()) {
      const late = Math.round(firstMs - oldest + ms);
      if (viewers > 0) counts.set(late, (counts.get(late) ?? 0) + viewers);
    }
  }
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, viewers]) => sum + viewers, 0);
  const at = (share: number) => {
    let before = 0;
    return sorted.find(([, viewers]) => (before += viewers) >= total * share)?.[0] ?? NaN;
  };
  return {
    'change to screen: p50 (ms)': at(0.5),
    'change to screen: p99 (ms)': at(0.99),
    'change to screen: p99.9 (ms)': at(0.999),
    'change to screen: last (ms)': sorted.at(-1)?.[0] ?? NaN,
    deltas: deltas.length,
  };
}
