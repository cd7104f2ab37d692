/** `browse`: the list of events, and who may sit where in a stadium, as fast as they can be had. */
import { cpuEach, type Figures, latencies } from '../figures.ts';
import { countOf, generate, mustBe, steadily } from '../generate.ts';
import type { Outcome, Pace, Plan, Request } from '../generator/plan.ts';
import { openHall } from '../hall.ts';
import { withProbeServer } from '../probes/server.ts';
import type { Scenario } from '../scenario.ts';

const SEATS = 60_000;
const LANES = 64;
const SECONDS = { long: 8, short: 2 };
const COUNT_MAX = 1_000_000;

export const browse: Scenario = {
  about:
    'The first page of the list of events, and the availability of 60,000 seats as JSON: each as fast as 64 connections can ' +
    'have it, then by schedule at half of that rate. The probe is the same server answering the same bytes from a constant.',
  wishes: { demo: true },
  async run({ short }, { api, url, spent, mustBeWhole }) {
    const seconds = short ? SECONDS.short : SECONDS.long;
    const hall = await openHall(api, SEATS);
    const paths = {
      events: '/api/events',
      availability: `/api/events/${hall.eventId}/availability`,
    };
    const pages = { events: await textOf(url + paths.events), availability: await textOf(url + paths.availability) };
    const figures: Record<string, number> = {};
    for (const [page, path] of Object.entries(paths)) {
      const bare = await withProbeServer((probe) => generate(asFast(probe.url, path, seconds)), pages);
      const before = spent();
      const fast = await generate(asFast(url, path, seconds));
      const after = spent();
      const half = await generate({ ...asFast(url, path, seconds), pace: steadily(perSecond(fast) / 2) });
      for (const outcome of [bare, fast, half]) mustBe(outcome, '200');
      Object.assign(figures, {
        [`${page} (/s)`]: perSecond(fast),
        [`${page}: probe of the same bytes (/s)`]: perSecond(bare),
        [`${page}: ratio to the probe`]: perSecond(fast) / perSecond(bare),
        ...latencies(`${page} at half`, half.verdicts['200']),
        ...cpuEach(page, before, after, countOf(fast, '200')),
        [`${page}: bytes`]: Buffer.byteLength(pages[page as keyof typeof pages]),
      } satisfies Figures);
    }
    await mustBeWhole();
    return figures;
  },
};

function asFast(url: string, path: string, secondsMax: number): Plan {
  const pace: Pace = { kind: 'closed', lanes: LANES };
  const requests: Request[] = [{ method: 'GET', path }];
  return { url, connections: LANES, pace, count: COUNT_MAX, secondsMax, story: { kind: 'ask', requests, tokens: [] } };
}

function perSecond(outcome: Outcome): number {
  return countOf(outcome, '200') / outcome.seconds;
}

async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response.text();
}
