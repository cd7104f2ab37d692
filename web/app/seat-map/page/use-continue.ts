/** *Continue*: one hold for the whole basket, however often it is pressed. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { useFetcher } from 'react-router';
import { type Basket, ticketsIn } from '../basket.ts';
import { holdPlacesOf } from '../basket-url.ts';
import type { Plan } from '../plan.ts';
import type { HoldRefused } from './hold-basket.server.ts';
import type { OwnPlaces, OwnView } from './own-view.ts';
import { seatsIn } from './refused-seats.ts';
import type { SeatsData } from './seats-loader.server.ts';
import { useRetries } from './use-retries.ts';

interface Going {
  readonly fetcher: ReturnType<typeof useFetcher<HoldRefused>>;
  readonly data: SeatsData;
  readonly plan: Plan;
  readonly view: OwnView;
  readonly basket: Basket;
  readonly own: { readonly hold: SeatsData['hold']; readonly places: OwnPlaces; readonly end: () => void };
}

export type Continue = ReturnType<typeof useContinue>;

/** The state of *Continue* and what it was answered, as long as that is about this basket. */
export function useContinue({ fetcher, data, plan, view, basket, own }: Going) {
  const [isAsking, setAsking] = useState(false);
  const places = useMemo(() => holdPlacesOf(basket, plan), [basket, plan]);
  const wish = JSON.stringify(places);
  const sent = useRef({ wish: '', key: '' });

  const submit = () => {
    setAsking(false);
    if (fetcher.state !== 'idle') return;
    if (sent.current.wish !== wish) sent.current = { wish, key: freshKey() };
    const form = new FormData();
    form.set('eventId', data.event.id);
    form.set('key', sent.current.key);
    for (const id of places.seatIds ?? []) form.append('seat', id);
    for (const { areaId, quantity } of places.areas ?? []) form.append('area', `${areaId} ${quantity}`);
    if (own.hold) form.set('replaces', own.hold.id);
    form.set('search', window.location.search);
    void fetcher.submit(form, { method: 'post' });
  };
  const answer = fetcher.state === 'idle' ? fetcher.data : undefined;
  useEffect(() => {
    if (!answer) return;
    const { refusal } = answer;
    // An answer that never came may still arrive as a hold: only then the same key asks again.
    if (refusal.code !== 'unreachable') sent.current.key = freshKey();
    if (refusal.code === 'seats_taken') view.tellTaken(seatsIn(refusal, 'seatIds', plan));
  }, [answer]);
  const isChanged = own.hold !== undefined && !isSame(basket, own.places);
  const isAbout = answer !== undefined && sent.current.wish === wish;
  // Another basket stops the retries: it is the buyer's to send.
  useRetries(answer?.refusal, isAbout ? wish : undefined, submit);
  const isLoss = answer?.refusal.code === 'seats_taken' && answer.ownHoldId === undefined;
  return {
    isBusy: fetcher.state !== 'idle',
    /** What to say beside the button; lost seats speak for themselves, and another basket is another question. */
    answer: isLoss || (!isAbout && answer?.ownHoldId === undefined) ? undefined : answer,
    hold: own.hold,
    endHold: own.end,
    isAsking,
    /** Asks first when seats that are held would be given up. */
    press: () => {
      if (ticketsIn(basket) === 0) return;
      if (isChanged) setAsking(true);
      else submit();
    },
    confirm: submit,
    cancel: () => setAsking(false),
  };
}

function isSame(basket: Basket, own: OwnPlaces): boolean {
  const seats = basket.seats.filter(({ lost }) => !lost);
  return (
    seats.length === own.seats.size &&
    seats.every(({ seat }) => own.seats.has(seat)) &&
    basket.areas.length === own.areas.size &&
    basket.areas.every(({ area, quantity }) => own.areas.get(area) === quantity)
  );
}

/** Random as a key must be; made without `randomUUID`, which plain http does not have. */
function freshKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
