/**
 * What the buyer has picked, before anything is held. Pure: each step returns a new basket and never reorders, so that a
 * line stays where the eye left it; a seat that somebody else took stays in its place as lost.
 */
import type { Money } from '@usher/contracts/money';
import type { Plan } from './plan.ts';

export interface BasketSeat {
  readonly seat: number;
  /** Taken by somebody else after it was picked. */
  readonly lost: boolean;
}
export interface BasketArea {
  readonly area: number;
  readonly quantity: number;
}
export interface Basket {
  readonly seats: readonly BasketSeat[];
  readonly areas: readonly BasketArea[];
}

/** A step that may be refused: then `basket` is the old one. */
export interface BasketStep {
  readonly basket: Basket;
  readonly refused?: 'too_many';
}

export const EMPTY_BASKET: Basket = { seats: [], areas: [] };

/** Tickets the buyer would get: lost seats do not count. */
export function ticketsIn(basket: Basket): number {
  return (
    basket.seats.filter(({ lost }) => !lost).length + basket.areas.reduce((total, { quantity }) => total + quantity, 0)
  );
}

/** Whether this seat is in the basket, lost or not. */
export function hasSeat(basket: Basket, seat: number): boolean {
  return basket.seats.some((line) => line.seat === seat);
}

/** Adds the seat, or takes it out when it is there. */
export function toggleSeat(basket: Basket, seat: number, maxTickets: number): BasketStep {
  return hasSeat(basket, seat) ? { basket: removeSeat(basket, seat) } : addSeats(basket, [seat], maxTickets);
}

/** Adds all these seats or, when that were too many, none. Seats that are there already stay where they are. */
export function addSeats(basket: Basket, seats: readonly number[], maxTickets: number): BasketStep {
  const fresh = seats.filter((seat) => !hasSeat(basket, seat));
  if (ticketsIn(basket) + fresh.length > maxTickets) return { basket, refused: 'too_many' };
  return { basket: { ...basket, seats: [...basket.seats, ...fresh.map((seat) => ({ seat, lost: false }))] } };
}

/** Takes a seat out. */
export function removeSeat(basket: Basket, seat: number): Basket {
  return { ...basket, seats: basket.seats.filter((line) => line.seat !== seat) };
}

/** Puts another seat in the place of a lost one. */
export function replaceSeat(basket: Basket, lost: number, by: number): Basket {
  return { ...basket, seats: basket.seats.map((line) => (line.seat === lost ? { seat: by, lost: false } : line)) };
}

/** Moves the choice to as many other seats: a seat that stays keeps its place, each other line gets the next new one. */
export function moveSeats(basket: Basket, to: readonly number[]): Basket {
  const fresh = to.filter((seat) => !hasSeat(basket, seat));
  const seats = basket.seats.flatMap((line) => {
    if (line.lost || to.includes(line.seat)) return [line];
    const seat = fresh.shift();
    return seat === undefined ? [] : [{ seat, lost: false }];
  });
  return { ...basket, seats: [...seats, ...fresh.map((seat) => ({ seat, lost: false }))] };
}

/** Sets how many places of an area are wanted; none takes its line out. */
export function setAreaQuantity(basket: Basket, area: number, quantity: number, maxTickets: number): BasketStep {
  const before = basket.areas.find((line) => line.area === area)?.quantity ?? 0;
  if (quantity > before && ticketsIn(basket) - before + quantity > maxTickets) return { basket, refused: 'too_many' };
  const others = basket.areas.filter((line) => line.area !== area);
  if (quantity <= 0) return { basket: { ...basket, areas: others } };
  const areas =
    before > 0
      ? basket.areas.map((line) => (line.area === area ? { area, quantity } : line))
      : [...others, { area, quantity }];
  return { basket: { ...basket, areas } };
}

/**
 * Marks what others took and unmarks what came back. Gives the same basket when nothing changed. Seats of the buyer's
 * own hold are not free either: `isMine` keeps them.
 */
export function markLost(
  basket: Basket,
  isFree: (seat: number) => boolean,
  isMine: (seat: number) => boolean = () => false,
): Basket {
  const isLost = ({ seat }: BasketSeat) => !isFree(seat) && !isMine(seat);
  if (basket.seats.every((line) => line.lost === isLost(line))) return basket;
  return { ...basket, seats: basket.seats.map((line) => ({ seat: line.seat, lost: isLost(line) })) };
}

/** The price of everything that is not lost, one sum per currency. */
export function totalsOf(plan: Plan, basket: Basket): Money[] {
  return sumsOf(plan, { ...basket, seats: basket.seats.filter(({ lost }) => !lost) });
}

/** The price as it was before seats were lost. */
export function totalsWithLost(plan: Plan, basket: Basket): Money[] {
  return sumsOf(plan, basket);
}

function sumsOf(plan: Plan, basket: Basket): Money[] {
  const sums = new Map<Money['currency'], number>();
  const add = (tier: number | undefined, quantity: number) => {
    const price = plan.tiers[tier ?? -1]?.price;
    if (price) sums.set(price.currency, (sums.get(price.currency) ?? 0) + price.amount * quantity);
  };
  for (const { seat } of basket.seats) add(plan.tier[seat], 1);
  for (const { area, quantity } of basket.areas) add(plan.areas[area]?.tier, quantity);
  return [...sums].map(([currency, amount]) => ({ amount, currency }));
}
