/** `queue`: 100,000 people come within a minute before sales open, are put in an order anybody can check, and wait. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { waitingRoom } from '@usher/contracts/waiting-room';
import type { z } from 'zod';
import { cpuEach, type Figures, latencies } from '../figures.ts';
import { countOf, generate, mustBe, steadily } from '../generate.ts';
import type { Plan, Request } from '../generator/plan.ts';
import { openHall } from '../hall.ts';
import type { Installation } from '../installation.ts';
import { withProbeServer } from '../probes/server.ts';
import type { Scenario } from '../scenario.ts';
import { guestTokens, signedTokens } from '../tokens.ts';
import { shuffled } from '../wishes.ts';

type Entry = z.output<(typeof waitingRoom.operations.getQueueEntry.answers)[200]>;
type Queue = z.output<(typeof waitingRoom.operations.getQueue.answers)[200]>;

const SEATS = 20_000;
const LONG = { people: 100_000, seconds: 60, polls: 50_000 };
const SHORT = { people: 5_000, seconds: 6, polls: 10_000 };
const POLLS_PER_SECOND = 5_000;
const CONNECTIONS = 256;
const LANES = 64;
/** From the making of the event to the first who comes, and from the last one to the opening. */
const SLACK_SECONDS = 15;
const DRAWN_MS_MAX = 60_000;
const LOOK_MS = 100;
/** Of arrivals that far apart, the first had its answer first. */
const SURELY_EARLIER = 2 * POLLS_PER_SECOND;

export const queue: Scenario = {
  about:
    'Guests join by schedule before sales open; the draw is recomputed from what is published. Then they ask for their ' +
    'places, 5,000 a second; then Usher is restarted, and each is asked once more who and where they are: whoever lost a ' +
    'place would end the measurement. The probe is the same server answering the same bytes from a constant, both as fast ' +
    'as 64 connections go.',
  async run({ short }, installation) {
    const { people, seconds, polls } = short ? SHORT : LONG;
    const { api, url, spent } = installation;
    const tokens = await signedTokens(installation, people);
    const salesOpenAt = new Date(Date.now() + (seconds + SLACK_SECONDS) * 1000).toISOString();
    const { eventId } = await openHall(api, SEATS, { waitingRoom: 'on', salesOpenAt });
    const path = `/api/events/${eventId}/queue`;
    const plan = (request: Request, count: number, perSecond: number): Plan => {
      const story = { kind: 'ask', requests: [request], tokens, keep: true } as const;
      return { url, connections: CONNECTIONS, pace: steadily(perSecond), count, story };
    };
    const [before, joined] = [
      spent(),
      await generate(plan({ method: 'POST', path, body: '{}' }, people, people / seconds)),
    ];
    const after = spent();
    mustBe(joined, '200');
    const ids = (joined.kept as Entry[]).map(({ id }) => id);
    const drawMs = await untilDrawn(installation, path, salesOpenAt);
    const order = await checkedDraw(`${url}${path}/draw`, ids);
    const ask: Request = { method: 'GET', path: `${path}/entry` };
    const beforePolls = spent();
    const polled = await generate(plan(ask, polls, POLLS_PER_SECOND));
    const afterPolls = spent();
    mustBe(polled, '200');
    mustStandInOrder(polled.kept as Entry[], ids, order);
    const figures = await pollRates(installation, ask, tokens);
    const memoryMb = installation.memoryMb();
    await installation.world.restart();
    const again = await generate(plan(ask, people, POLLS_PER_SECOND / 2));
    mustBe(again, '200');
    mustStandInOrder(again.kept as Entry[], ids, order);
    await installation.mustBeWhole();
    return {
      'people waiting': people,
      'joins (/s)': people / seconds,
      ...latencies('joining', joined.verdicts['200']),
      ...cpuEach('a join', before, after, people),
      'drawn after the opening (s)': drawMs / 1000,
      'polls (/s)': polled.arrivals / polled.seconds,
      ...latencies('place', polled.verdicts['200']),
      ...cpuEach('a poll', beforePolls, afterPolls, polls),
      ...figures,
      ...latencies('place after the restart', again.verdicts['200']),
      'memory with everybody waiting (MB)': memoryMb,
    };
  },
};

async function untilDrawn({ api }: Installation, path: string, salesOpenAt: string): Promise<number> {
  const opensAt = Date.parse(salesOpenAt);
  for (;;) {
    const { state } = await api.must<Queue>(200, `GET ${path.replace('/api', '')}`);
    const lateMs = Date.now() - opensAt;
    if (state === 'line') return lateMs;
    if (lateMs > DRAWN_MS_MAX) throw new Error(`a minute after the opening the queue is still ${state}`);
    await pause(LOOK_MS);
  }
}

/**
 * Each entry's number in the drawn order. Throws unless that order is what follows from the published seed and list, and
 * the list is of exactly those who joined: SHA-256 over seed, list hash and entry id, smallest first.
 */
async function checkedDraw(url: string, joined: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const [seedHash = '', entriesHash = '', seed = '', ...rest] = (await (await fetch(url)).text()).trimEnd().split('\n');
  const drawn = rest.filter((line) => line !== '');
  const value = (line: string) => /[0-9a-f]{64}/.exec(line)?.[0] ?? '';
  const sha256 = (...parts: (string | Buffer)[]) =>
    parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
  const [seedBytes, listBytes] = [Buffer.from(value(seed), 'hex'), Buffer.from(value(entriesHash), 'hex')];
  const keys = new Map(joined.map((id) => [id, sha256(seedBytes, listBytes, id)]));
  const expected = [...joined].sort((a, b) => ((keys.get(a) ?? '') < (keys.get(b) ?? '') ? -1 : 1));
  if (sha256(seedBytes) !== value(seedHash)) throw new Error('the seed is not the one that was promised');
  if (sha256([...joined].sort().join('\n')) !== value(entriesHash))
    throw new Error('the list is not of those who joined');
  if (expected.join() !== drawn.join()) throw new Error('the order is not what was drawn');
  return new Map(drawn.map((id, at) => [id, at + 1]));
}

/** Everybody is who they were, and as far from the front as the draw says, less those who were let in. */
function mustStandInOrder(entries: readonly Entry[], ids: readonly string[], order: ReadonlyMap<string, number>): void {
  let letIn = 0;
  for (const [i, { id, place, state }] of entries.entries()) {
    const drawn = order.get(id) ?? NaN;
    const earlier = entries[i - SURELY_EARLIER];
    if (earlier && earlier.state !== 'waiting') letIn = Math.max(letIn, order.get(earlier.id) ?? NaN);
    if (id !== ids[i % ids.length]) throw new Error(`arrival ${i} became ${id}`);
    if (state !== 'waiting') continue;
    if (place === null || place > drawn) throw new Error(`${id} was drawn as ${drawn} and stands at ${String(place)}`);
    if (drawn < letIn) throw new Error(`${id} was drawn as ${drawn} and waits, while ${letIn} was let in`);
  }
}

async function pollRates({ url }: Installation, request: Request, tokens: readonly string[]): Promise<Figures> {
  const asFast = (at: string, who: readonly string[]): Plan => ({
    ...{ url: at, connections: LANES, pace: { kind: 'closed', lanes: LANES }, count: 20_000 },
    story: { kind: 'ask', requests: [request], tokens: who },
  });
  const few = shuffled(tokens).slice(0, 512);
  const response = await fetch(url + request.path, { headers: { authorization: `Bearer ${few[0] ?? ''}` } });
  const queueEntry = await response.text();
  const fast = await generate(asFast(url, few));
  const bare = await withProbeServer(
    async (probe) => generate(asFast(probe.url, await guestTokens(probe.url, few.length))),
    { queueEntry },
  );
  mustBe(fast, '200');
  mustBe(bare, '200');
  const rate = countOf(fast, '200') / fast.seconds;
  const bareRate = countOf(bare, '200') / bare.seconds;
  return {
    'places as fast as it goes (/s)': rate,
    'probe of the same bytes (/s)': bareRate,
    'ratio to the probe': rate / bareRate,
  };
}
