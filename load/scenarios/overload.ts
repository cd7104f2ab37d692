/** `overload`: three times as many buyers as one core can serve, and whether it goes on selling. */
import { type Figures, latencies, quantile } from '../figures.ts';
import { countOf, generate, steadily } from '../generate.ts';
import type { Spread } from '../generator/histogram.ts';
import type { Outcome, Plan, Second } from '../generator/plan.ts';
import { type Hall, openHall } from '../hall.ts';
import type { Installation } from '../installation.ts';
import type { Scenario } from '../scenario.ts';
import { groupsOf } from '../wishes.ts';

const CORES = { usher: 0, outside: 1 };
const BUYERS = 256;
const CONNECTIONS = 4_000;
const PAGES_PER_SECOND = 10;
const OFFERED = 3;
const SEATS_MAX = 180_000;
const SEATS_EACH = 2;
/** Those who hold seats come back when they are told to; who holds nothing yet goes away at the first no. */
const RETURNS = { first: 0, later: 60 };
/** Normal again: as quick as twice what was normal before, or as this. */
const QUICK_MS = 250;
const LONG = { best: 10, normal: 10, flood: 20, after: 15 };
const SHORT = { best: 4, normal: 4, flood: 8, after: 10 };

export const overload: Scenario = {
  about:
    'Usher and its Postgres on one core, the generator and the card network on the other. First the best rate of complete ' +
    'purchases by 256 buyers. Then by schedule: half of it, three times it, half of it again. Who holds nothing yet and is ' +
    'refused goes away; who holds seats comes back when told to. Rates count payments taken in.',
  wishes: { web: true, cores: CORES },
  async warmUp(_bench, installation) {
    await bestRate(installation, SHORT.best);
  },
  async run({ short }, installation) {
    const lasts = short ? SHORT : LONG;
    const best = await bestRate(installation, lasts.best);
    // Even if nobody is refused there is something left for everybody.
    const seats = Math.ceil(best * SEATS_EACH * (lasts.normal + lasts.flood * OFFERED + lasts.after));
    const hall = await openHall(installation.api, Math.min(SEATS_MAX, seats));
    const phases = [
      { perSecond: best / 2, seconds: lasts.normal },
      { perSecond: best * OFFERED, seconds: lasts.flood },
      { perSecond: best / 2, seconds: lasts.after },
    ];
    const secondsMax = phases.reduce((sum, { seconds }) => sum + seconds, 0);
    const [outcome, pages] = await Promise.all([
      generate({ ...buy(installation.url, hall), pace: { kind: 'open', phases }, secondsMax }, CORES.outside),
      generate(look(installation.url, hall, secondsMax), CORES.outside),
    ]);
    await installation.mustBeWhole();
    return {
      'best rate (purchases/s)': best,
      'offered (purchases/s)': best * OFFERED,
      ...floodFigures(outcome, best, lasts),
      'event pages that came': countOf(pages, '200') / pages.arrivals,
      ...latencies('event pages', pages.verdicts['200']),
    };
  },
};

async function bestRate(installation: Installation, seconds: number): Promise<number> {
  // More than any core sells: 1,500 purchases a second.
  const hall = await openHall(installation.api, Math.min(60_000, seconds * 1_500 * SEATS_EACH));
  const plan = buy(installation.url, hall);
  const pace = { kind: 'closed', lanes: BUYERS } as const;
  const outcome = await generate({ ...plan, connections: BUYERS, pace, secondsMax: seconds }, CORES.outside);
  return countOf(outcome, 'bought') / outcome.seconds;
}

function buy(url: string, hall: Hall): Plan {
  const wishes = groupsOf(hall.seatIds);
  const story = { kind: 'buy', eventId: hall.eventId, wishes, returns: RETURNS } as const;
  return { url, connections: CONNECTIONS, pace: steadily(1), count: 10 * wishes.length, story };
}

function look(url: string, { eventId, slug }: Hall, secondsMax: number): Plan {
  const requests = [`/events/${slug}`, `/api/events/${eventId}`].map((path) => ({ method: 'GET', path }) as const);
  const pace = steadily(PAGES_PER_SECOND);
  return { url, connections: 64, pace, count: 1_000_000, secondsMax, story: { kind: 'ask', requests, tokens: [] } };
}

function floodFigures({ timeline, verdicts, steps }: Outcome, best: number, { normal, flood }: typeof LONG): Figures {
  // The first second of a phase belongs to what was before it.
  const flooded = timeline.slice(normal + 1, normal + flood);
  const sold = flooded.reduce((sum, { ended }) => sum + (ended['bought'] ?? 0), 0) / flooded.length;
  const refused = Object.entries(verdicts).filter(([verdict]) => / (503|429) /.test(verdict));
  const told = refused.filter(([verdict]) => !verdict.endsWith('without Retry-After'));
  const sum = (all: typeof refused) => all.reduce((total, [, { count }]) => total + count, 0);
  const others = Object.entries(verdicts).filter(([verdict]) => verdict !== 'bought' && !/ (503|429) /.test(verdict));
  const usualMs = quantile(
    timeline.slice(1, normal).map(({ p99Ms }) => p99Ms),
    0.5,
  );
  return {
    'sold while flooded (purchases/s)': sold,
    'of the best rate': sold / best,
    refused: sum(refused),
    'refused without Retry-After': sum(refused) - sum(told),
    // Of the kind of no that took longest.
    'refused: p50 (ms)': Math.max(0, ...refused.map(([verdict, spread]) => spreadOfNo(verdict, spread, steps).p50Ms)),
    'refused: p99 (ms)': Math.max(0, ...refused.map(([verdict, spread]) => spreadOfNo(verdict, spread, steps).p99Ms)),
    'neither sold nor refused': sum(others),
    ...Object.fromEntries(others.map(([verdict, { count }]) => [`ended with: ${verdict}`, count])),
    'before: p99 of a purchase (ms)': usualMs,
    'normal again after (s)': secondsUntilNormal(timeline.slice(normal + flood), Math.max(QUICK_MS, 2 * usualMs)),
  };
}

/**
 * A guest's no counts from the moment it was scheduled; a later step's from its own request, for those before it were
 * served. A verdict is the name of its step and what was said to it.
 */
function spreadOfNo(verdict: string, sinceArrival: Spread, steps: Outcome['steps']): Spread {
  return verdict.startsWith('guest ') ? sinceArrival : (steps[verdict] ?? sinceArrival);
}

/** Counts the seconds up to the last one whose arrivals were refused or slow. */
function secondsUntilNormal(after: readonly Second[], quickMs: number): number {
  const isNormal = ({ arrived, p99Ms }: Second) =>
    p99Ms <= quickMs && Object.keys(arrived).every((one) => one === 'bought');
  return after.findLastIndex((second) => !isNormal(second)) + 1;
}
