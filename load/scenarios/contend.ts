/** `contend`: 2,000 buyers want 100 seats in the same moment, half of them one seat and half of them three. */
import type { Hold } from '../../tests/shapes.ts';
import type { Figures } from '../figures.ts';
import { countOf, generate, mustBe, steadily } from '../generate.ts';
import type { Request } from '../generator/plan.ts';
import { openHall } from '../hall.ts';
import type { Installation } from '../installation.ts';
import type { Scenario } from '../scenario.ts';
import { guestTokens } from '../tokens.ts';
import { shuffled } from '../wishes.ts';

const BUYERS = 2_000;
const SEATS = 100;
const TAKEN = '409 seats_taken';

export const contend: Scenario = {
  about:
    '2,000 guests, each on a connection of its own, ask at once for one or for three of the same 100 seats, wherever they ' +
    'lie. Latencies count from that moment, connections included. Then the claims are counted: no seat in two holds, none ' +
    'held for somebody who was refused.',
  async run(_bench, installation) {
    const { api, url } = installation;
    const hall = await openHall(api, SEATS);
    const seats = shuffled(hall.seatIds.slice(0, SEATS));
    const requests = Array.from({ length: BUYERS }, (_, i) => wishOf(hall.eventId, seats, i));
    const outcome = await generate({
      url,
      connections: BUYERS,
      // All within the first millisecond.
      pace: steadily(BUYERS * 1_000),
      count: BUYERS,
      story: { kind: 'ask', requests, tokens: await guestTokens(url, BUYERS), keep: true },
    });
    mustBe(outcome, '201', TAKEN);
    const granted = (outcome.kept as Hold[]).flatMap(({ items }) => items.map(({ seatId = '' }) => seatId));
    await mustBeHeldOnce(installation, hall.eventId, granted);
    await installation.mustBeWhole();
    const answers = Object.values(outcome.verdicts);
    return {
      'answers (/s)': BUYERS / outcome.seconds,
      'last answer after (ms)': Math.max(...answers.map(({ maxMs }) => maxMs)),
      'holds granted': countOf(outcome, '201'),
      'refused: seats are taken': countOf(outcome, TAKEN),
      'seats held': granted.length,
      'granted: p50 (ms)': outcome.verdicts['201']?.p50Ms ?? NaN,
      'refused: p99 (ms)': outcome.verdicts[TAKEN]?.p99Ms ?? NaN,
    } satisfies Figures;
  },
};

/** Seats that lie apart, so that wishes cross each other. */
function wishOf(eventId: string, seats: readonly string[], i: number): Request {
  const seatIds = (i % 2 === 0 ? [(i / 2) * 7] : [i * 7, i * 11 + 1, i * 13 + 2]).map((at) => seats[at % seats.length]);
  return {
    method: 'POST',
    path: '/api/holds',
    body: JSON.stringify({ eventId, seatIds: [...new Set(seatIds)] }),
    keyed: true,
  };
}

/** The claims are those that were granted, each once. */
async function mustBeHeldOnce({ rows }: Installation, eventId: string, granted: readonly string[]): Promise<void> {
  if (new Set(granted).size !== granted.length) throw new Error('a seat was granted twice');
  const [row] = await rows<{ held: string }>(
    'seats',
    'select count(*) as held from claim where event_id = $1 and state <> 0',
    [eventId],
  );
  if (Number(row?.held) !== granted.length)
    throw new Error(`${granted.length} seats were granted, ${row?.held ?? ''} are held`);
}
