/** Stories of many buyers who want the same places at the same moment. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepted, buy, type Buyer, guests, insist, nth, tally, verdict } from '../buyers.ts';
import type { OpenSale, Sale } from '../sale.ts';
import type { Hold } from '../shapes.ts';

const ROWS = 10;
const SEATS_PER_ROW = 16;
/** The first hundred are for those who race for one seat each, the rest for those who want three. */
const SINGLES = 100;

/** Tells them at a sale of that kind: in this process, or in whatever placement it opens. */
export function oneHall(openSale: OpenSale): void {
  describe('everybody at once in one hall', () => {
    let sale: Sale;
    beforeAll(async () => {
      sale = await openSale({ rows: ROWS, seatsPerRow: SEATS_PER_ROW, capacity: 25 });
    }, 60_000);
    afterAll(async () => {
      await sale.close();
    });

    it('sells a hundred seats to a hundred of five hundred buyers, and tells the others what is taken', async () => {
      const { host, eventId, seatIds } = sale;
      const buyers = await guests(host, 500);
      const served = new Map<Buyer, string>();
      const wanted = () => freeOf(sale, SINGLES);
      for (let free = await wanted(); free.length > 0; free = await wanted()) {
        const hopeful = buyers.filter((buyer) => !served.has(buyer));
        const answers = await Promise.all(hopeful.map((buyer, i) => buyer.hold(eventId, [nth(free, i * 31)])));
        answers.forEach((answer, i) => {
          const buyer = hopeful[i];
          if (answer.status === 201 && buyer) served.set(buyer, accepted<Hold>(answer).id);
        });
        expect(Object.keys(tally(answers)).sort()).toEqual(['201', '409 seats_taken']);
      }
      expect(served.size).toBe(SINGLES);
      const late = await buyers.find((buyer) => !served.has(buyer))?.hold(eventId, [seatIds[0] ?? '']);
      expect(late?.json()).toMatchObject({ status: 409, code: 'seats_taken', seatIds: [seatIds[0]] });

      await Promise.all([...served].map(([buyer, holdId]) => payAll(buyer, holdId)));
      const sold = (await states(sale)).slice(0, SINGLES);
      expect(sold.every((state) => state === 2)).toBe(true);
      expect(sale.cards.charges().filter((charge) => charge.state === 'captured')).toHaveLength(SINGLES);
      await sale.settled();
    }, 90_000);

    it('grants two thousand overlapping wishes of three seats so that no seat is held twice or by nobody', async () => {
      const { host, eventId, seatIds } = sale;
      const rest = seatIds.slice(SINGLES);
      const people = await guests(host, 50);
      const wishes = Array.from({ length: 2_000 }, (_, i) => {
        const start = (i * 37) % (rest.length - 2);
        return [rest[start] ?? '', rest[start + 1] ?? '', rest[start + 2] ?? ''];
      });
      const answers = await Promise.all(
        wishes.map((seats, i) => nth(people, i).hold(eventId, i % 2 === 0 ? seats : seats.toReversed())),
      );
      const granted = wishes.filter((_, i) => answers[i]?.status === 201).flat();
      expect(granted.length).toBeGreaterThan(rest.length / 2);
      expect(new Set(granted).size).toBe(granted.length);
      expect(new Set(answers.map(verdict))).toEqual(new Set(['201', '409 seats_taken']));
      const held = (await states(sale)).slice(SINGLES).filter((state) => state === 1);
      expect(held).toHaveLength(granted.length);
      expect(await sale.violations({ quiet: false })).toEqual([]);
    }, 60_000);

    it('gives the places of an area to as many as fit, whatever they ask for at once', async () => {
      const { host, eventId, areaId } = sale;
      const people = await guests(host, 40);
      const answers = await Promise.all(people.map((buyer, i) => buyer.holdPlaces(eventId, areaId, 1 + (i % 3))));
      const given = answers.reduce((sum, answer, i) => (answer.status === 201 ? sum + 1 + (i % 3) : sum), 0);
      expect(given).toBe(25);
      expect(Object.keys(tally(answers)).sort()).toEqual(['201', '409 not_enough_seats']);
      expect(await sale.violations({ quiet: false })).toEqual([]);
    });

    it('lets one buyer have a seat that many pay for with every card there is', async () => {
      const [seatId] = await freeOf(sale, sale.seatIds.length);
      const [first, ...others] = await guests(sale.host, 20);
      if (!first || seatId === undefined) throw new Error('the hall is full');
      const { order } = await buy(first, sale.eventId, [seatId], 'tok_reply_lost');
      const answers = await Promise.all(others.map((buyer) => buyer.hold(sale.eventId, [seatId])));
      expect(tally(answers)).toEqual({ '409 seats_taken': others.length });
      await first.until(order, 'fulfilled');
      await sale.settled();
    });
  });
}

async function payAll(buyer: Buyer, holdId: string): Promise<void> {
  const order = accepted<{ id: string }>(await insist((key) => buyer.order({ id: holdId }, key)));
  accepted(await insist((key) => buyer.pay(order, 'tok_ok', key)));
  await buyer.until(order, 'fulfilled');
  expect(await buyer.tickets(order)).toHaveLength(1);
}

/** What each seat is: 0 free, 1 held, 2 sold. From the truth itself, as the live map may be a moment behind. */
async function states({ host, eventId, seatIds }: Sale): Promise<number[]> {
  const rows = await host.rows<{ state: number }>(
    'seats',
    'select state from claim where event_id = $1 and area_no is null order by place',
    [eventId],
  );
  expect(rows).toHaveLength(seatIds.length);
  return rows.map((row) => row.state);
}

/** The free ones of the first so many seats. */
async function freeOf(sale: Sale, first: number): Promise<string[]> {
  const now = await states(sale);
  return sale.seatIds.filter((_, i) => i < first && now[i] === 0);
}
