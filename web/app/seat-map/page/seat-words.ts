/** How seats and areas are called, on the page and aloud. */
import type { Money } from '@usher/contracts/money';
import { formatCount, formatList, formatMoney } from '../../words/format.ts';
import type { Basket } from '../basket.ts';
import { ticketsIn, totalsOf } from '../basket.ts';
import { isAccessible, type Plan, seatNameOf, seatNumberOf, tierOf } from '../plan.ts';

/** "Row F, seat 12". */
export function seatWords(plan: Plan, seat: number): string {
  const { row, number } = seatNameOf(plan, seat);
  return `Row ${row}, seat ${number}`;
}

/** "Stalls A, row F, seat 12". */
export function placeWords(plan: Plan, seat: number): string {
  const { section, row, number } = seatNameOf(plan, seat);
  return `${section}, row ${row}, seat ${number}`;
}

/** "Stalls A, row F, seats 9 to 12", for several rows one after the other. */
export function groupWords(plan: Plan, seats: readonly number[]): string {
  const first = seats[0];
  if (first === undefined) return '';
  const { section } = seatNameOf(plan, first);
  const rows = [...new Set(seats.map((seat) => plan.row[seat]))];
  const words = rows.map((row) =>
    rowWords(
      plan,
      seats.filter((seat) => plan.row[seat] === row),
    ),
  );
  return `${section}, ${formatList(words)}`;
}

/** "row F, seats 9 to 12" of seats in one row. */
function rowWords(plan: Plan, seats: readonly number[]): string {
  const [first = 0] = seats;
  const noun = seats.length === 1 ? 'seat' : 'seats';
  return `row ${seatNameOf(plan, first).row}, ${noun} ${numberWords(plan, seats)}`;
}

/** "12", "12 and 13", "9 to 12" of seats that follow each other. */
export function numberWords(plan: Plan, seats: readonly number[]): string {
  const [first, last] = [seats[0] ?? 0, seats.at(-1) ?? 0];
  if (seats.length < 3) return formatList(seats.map((seat) => seatNumberOf(plan, seat)));
  return `${seatNumberOf(plan, first)} to ${seatNumberOf(plan, last)}`;
}

/** What a seat is to the buyer at this moment. */
export type SeatStanding = 'free' | 'selected' | 'lost' | 'unavailable' | 'outside';

const standingWords: Record<SeatStanding, string> = {
  free: 'free',
  selected: 'selected',
  lost: 'just taken',
  unavailable: 'not available',
  outside: 'outside your filter',
};

/** "Row F, seat 12, Stalls A, Standard, €48.50, free". */
export function cellWords(plan: Plan, seat: number, standing: SeatStanding): string {
  const tier = tierOf(plan, seat);
  const words = [seatWords(plan, seat), seatNameOf(plan, seat).section];
  if (tier) words.push(tier.name, formatMoney(tier.price));
  if (isAccessible(plan, seat)) words.push('wheelchair place');
  words.push(standingWords[standing]);
  return words.join(', ');
}

/** "2 tickets · €97.00" as spoken: "2 tickets, €97.00". */
export function basketWords(plan: Plan, basket: Basket): string {
  const count = ticketsIn(basket);
  if (count === 0) return 'Nothing selected';
  return `${ticketsWords(basket)}, ${totalWords(totalsOf(plan, basket))}`;
}

/** "2 seats" when all are numbered, else "2 tickets". */
export function ticketsWords(basket: Basket): string {
  return formatCount(ticketsIn(basket), basket.areas.length === 0 ? 'seat' : 'ticket');
}

/** The total, in each currency there is; an event has one. */
export function totalWords(totals: readonly Money[]): string {
  return totals.map((total) => formatMoney(total)).join(' + ');
}

/** What the basket is called. */
export function basketTitle(plan: Plan): string {
  return plan.seatCount > 0 ? 'Your seats' : 'Your tickets';
}

/** How much room an area has: exact only where it begins to matter. */
export function areaLeftWords(free: number): string {
  if (free === 0) return 'None left';
  if (free < 10) return `${formatCount(free, 'place')} left`;
  return free > 50 ? 'More than 50 places left' : 'Fewer than 50 places left';
}
