/** The basket of the page: picked here, kept in the address, and told when somebody else took one of its seats. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { formatCount } from '../../words/format.ts';
import {
  addSeats,
  type Basket,
  type BasketStep,
  EMPTY_BASKET,
  hasSeat,
  markLost,
  moveSeats,
  removeSeat,
  replaceSeat,
  setAreaQuantity,
  ticketsIn,
  toggleSeat,
} from '../basket.ts';
import { readBasket, writeBasket } from '../basket-url.ts';
import { isAccessible, type Plan } from '../plan.ts';
import type { OwnPlaces, OwnView } from './own-view.ts';
import { basketWords, groupWords, placeWords, seatWords } from './seat-words.ts';
import type { Announcer } from './use-announcer.tsx';
import type { WriteAddress } from './use-address.ts';

export interface BasketDeeds {
  /** Adds a free seat, takes out one that is there. */
  toggle(seat: number): void;
  /** Adds all these seats, or none when they are too many. */
  add(seats: readonly number[]): void;
  remove(seat: number): void;
  replace(lost: number, by: number): void;
  /** Takes these seats instead of those picked. */
  move(to: readonly number[]): void;
  setArea(area: number, quantity: number): void;
}

/** What the buyer should read beside the basket. */
export type BasketNews = 'too_many' | 'outdated' | undefined;

export interface BasketState {
  readonly basket: Basket;
  readonly deeds: BasketDeeds;
  readonly news: BasketNews;
}

interface Place {
  readonly plan: Plan;
  readonly view: OwnView;
  readonly maxTickets: number;
  readonly announcer: Announcer;
  /** The basket is on its way to a hold: what is taken now is taken by it. */
  readonly isGoing: boolean;
}

/** The basket as the address has it, or what the buyer holds already when the address has none. */
export function useBasket(
  { plan, view, maxTickets, announcer, isGoing }: Place,
  address: { readonly parameters: URLSearchParams; readonly write: WriteAddress },
  own: OwnPlaces,
): BasketState {
  const { write } = address;
  const [first] = useState(() => firstBasket(address.parameters, plan, { maxTickets, own }));
  const [basket, setBasket] = useState(first.basket);
  const [news, setNews] = useState<BasketNews>(first.outdated ? 'outdated' : undefined);
  const current = useRef(basket);

  const put = useCallback(
    (next: Basket) => {
      if (next === current.current) return;
      current.current = next;
      setBasket(next);
      write((parameters) => writeBasket(next, plan, parameters));
    },
    [plan, write],
  );

  useEffect(
    () => (isGoing ? undefined : watchLost({ plan, view, announcer }, current, put)),
    [plan, view, announcer, put, isGoing],
  );

  const deeds = useMemo<BasketDeeds>(() => {
    const take = (step: BasketStep, words: string) => {
      const isTooMany = step.refused === 'too_many';
      setNews(isTooMany ? 'too_many' : undefined);
      put(step.basket);
      announcer.say(isTooMany ? tooManyWords(maxTickets, ticketsIn(step.basket)) : told(plan, step.basket, words));
    };
    return {
      toggle: (seat) => {
        const words = hasSeat(current.current, seat) ? `${seatWords(plan, seat)} removed` : selectedWords(plan, seat);
        take(toggleSeat(current.current, seat, maxTickets), words);
      },
      add: (seats) =>
        take(addSeats(current.current, seats, maxTickets), `${formatCount(seats.length, 'seat')} selected`),
      remove: (seat) => take({ basket: removeSeat(current.current, seat) }, `${seatWords(plan, seat)} removed`),
      replace: (lost, by) => take({ basket: replaceSeat(current.current, lost, by) }, selectedWords(plan, by)),
      move: (to) => take({ basket: moveSeats(current.current, to) }, `${groupWords(plan, to)} selected`),
      setArea: (area, quantity) => {
        const words = `${plan.areas[area]?.name ?? ''}: ${quantity}`;
        take(setAreaQuantity(current.current, area, quantity, maxTickets), words);
      },
    };
  }, [plan, maxTickets, announcer, put]);

  return { basket, deeds, news };
}

/** "You can buy up to 8 tickets for this event. You have 8." */
export function tooManyWords(maxTickets: number, has: number): string {
  return `You can buy up to ${formatCount(maxTickets, 'ticket')} for this event. You have ${has}.`;
}

function firstBasket(
  parameters: URLSearchParams,
  plan: Plan,
  { maxTickets, own }: { maxTickets: number; own: OwnPlaces },
): { basket: Basket; outdated: boolean } {
  const written = readBasket(parameters, plan, maxTickets);
  if (written.outdated || ticketsIn(written.basket) > 0) return written;
  return { basket: basketOf(own), outdated: false };
}

function basketOf({ seats, areas }: OwnPlaces): Basket {
  if (seats.size === 0 && areas.size === 0) return EMPTY_BASKET;
  return {
    seats: [...seats].map((seat) => ({ seat, lost: false })),
    areas: [...areas].map(([area, quantity]) => ({ area, quantity })),
  };
}

/** Marks seats that others took, as soon as the live state says so, and tells each loss once. */
function watchLost(
  { plan, view, announcer }: Pick<Place, 'plan' | 'view' | 'announcer'>,
  current: { readonly current: Basket },
  put: (basket: Basket) => void,
): () => void {
  const look = () => {
    // Before the first answer nothing counts as free, and nothing is lost.
    if (view.version < 0) return;
    const before = current.current;
    const after = markLost(before, (seat) => view.isFree(seat));
    if (after === before) return;
    put(after);
    const lost = after.seats.filter((line, i) => line.lost && before.seats[i]?.lost === false);
    if (lost.length > 0)
      announcer.interrupt(
        lostWords(
          plan,
          after,
          lost.map(({ seat }) => seat),
        ),
      );
  };
  look();
  return view.subscribe(look);
}

/** "Row F, seat 12 was just taken by someone else. Your other 3 seats are still selected." */
export function lostWords(plan: Plan, basket: Basket, lost: readonly number[]): string {
  const [first] = lost;
  const rest = ticketsIn(basket);
  const fact =
    lost.length === 1 && first !== undefined
      ? `${seatWords(plan, first)} was just taken by someone else.`
      : `${formatCount(lost.length, 'of your seats was', 'of your seats were')} just taken by someone else.`;
  if (rest === 0) return fact;
  const noun = basket.areas.length > 0 ? 'ticket' : 'seat';
  const others = rest === 1 ? `${noun} is` : formatCount(rest, `${noun} is`, `${noun}s are`);
  return `${fact} Your other ${others} still selected.`;
}

function selectedWords(plan: Plan, seat: number): string {
  return `${placeWords(plan, seat)}${isAccessible(plan, seat) ? ', wheelchair place,' : ''} selected`;
}

const told = (plan: Plan, basket: Basket, words: string): string => `${words}. ${basketWords(plan, basket)}.`;
