/** Finding seats: held before they are shown, the next before the last are let go, and never the same ones again. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FindAnswer, findSeats, letGo } from '../../app/seat-map/page/find-seats.server.ts';
import { formValue } from '../../app/seat-map/page/find-wish.ts';
import { holdBasket } from '../../app/seat-map/page/hold-basket.server.ts';
import { type HouseApi, openHouseApi } from './house-api.ts';

let house: HouseApi;
beforeEach(async () => {
  house = await openHouseApi();
});
afterEach(() => house.close());

function formOf(fields: Readonly<Record<string, string | readonly string[]>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) form.append(name, each);
  return form;
}

const wish = { eventId: 'event', attempt: '1', quantity: '2', tiers: '', accessible: '' };

/** Asks as the form of the page does, with what the last answer left in it. */
async function find(fields: Partial<typeof wish> = {}, before?: FindAnswer) {
  const left = before?.found && {
    arrangement: 'split',
    replaces: before.found.hold.id,
    offer: before.found.offers.map((offer) => formValue(offer)),
  };
  const form = formOf({ ...wish, attempt: String(house.asked.length), ...fields, ...left });
  const response = await house.visit('', (call) => findSeats(call, form));
  return { answer: (await response.json()) as FindAnswer, cookies: response.headers.getSetCookie() };
}

const seatsOf = ({ found }: FindAnswer) => found?.hold.items.map(({ number }) => number).join();

describe('finding seats', () => {
  it('holds them for a guest who was nobody before, and remembers the hold in the browser', async () => {
    const { answer, cookies } = await find();
    expect(seatsOf(answer)).toBe('1,2');
    expect(house.asked).toEqual([{ eventId: 'event', bestAvailable: { quantity: 2 } }]);
    expect(cookies.join()).toContain(`usher-hold=${answer.found?.hold.id}`);
    expect(cookies.join()).toContain('usher-access=');
  });

  it('offers five different groups one after the other, each held before the last is let go', async () => {
    const offered: (string | undefined)[] = [];
    let last: FindAnswer | undefined;
    for (let offer = 0; offer < 5; offer += 1) {
      last = (await find({}, last)).answer;
      offered.push(seatsOf(last));
    }
    expect(offered).toEqual(['1,2', '3,4', '5,6', '7,8', '9,10']);
    expect(house.held()).toEqual(['seat-09', 'seat-10']);
    expect(last?.found?.offers).toHaveLength(5);
  });

  it('keeps what was offered when there is nothing else, and says so', async () => {
    const first = (await find({ quantity: '8' })).answer;
    const { answer } = await find({ quantity: '8' }, first);
    expect(answer.refusal?.code).toBe('not_enough_seats');
    expect(answer.found?.hold.id).toBe(first.found?.hold.id);
    expect(answer.found?.offers).toEqual(first.found?.offers);
    expect(answer.found?.hold.arrangement).toBe('split');
    expect(house.released).toEqual([]);
  });

  it('asks for each of several tiers in turn, and for no more than needed', async () => {
    const { answer } = await find({ tiers: 'platinum gold silver', accessible: 'yes' });
    expect(seatsOf(answer)).toBe('1,2');
    expect(house.asked.map(({ bestAvailable }) => bestAvailable)).toEqual([
      { quantity: 2, tierKey: 'platinum', accessible: true },
      { quantity: 2, tierKey: 'gold', accessible: true },
    ]);
  });

  it('gives the new seats back when the old ones have an order already', async () => {
    const first = (await find()).answer;
    house.refuse.release = (id) => (id === first.found?.hold.id ? { status: 409, code: 'hold_used' } : undefined);
    const { answer } = await find({}, first);
    expect(answer.refusal?.code).toBe('hold_used');
    expect(house.held()).toEqual(['seat-01', 'seat-02']);
  });

  it('lets seats go when the buyer wants none of them', async () => {
    const first = (await find()).answer;
    const form = formOf({ replaces: first.found?.hold.id ?? '' });
    const response = await house.visit('', (call) => letGo(call, form));
    expect(house.held()).toEqual([]);
    expect(response.headers.getSetCookie().join()).toMatch(/usher-hold=; .*Max-Age=0/);
  });

  it('holds nothing for a form that is none of ours', async () => {
    expect((await find({ quantity: '-1' })).answer.refusal?.code).toBe('invalid_request');
    expect(house.asked).toEqual([]);
  });
});

describe('an event with a waiting room', () => {
  const queueing = () => {
    house.refuse.hold = ({ pass }) => (pass === 'p.1' ? undefined : { status: 403, code: 'queue_required' });
  };

  it('leads there from either button, with everything that was chosen', async () => {
    queueing();
    const search = 'party=2&seats=4-5&map=3';
    const found = await house.visit('', (call) => findSeats(call, formOf({ ...wish, search })));
    expect([found.status, found.headers.get('location')]).toEqual([302, `/events/hamlet/queue?${search}`]);
    const basket = formOf({ eventId: 'event', seat: 'seat-04', key: 'k', search: `?${search}` });
    const held = await house.visit('', (call) => holdBasket(call, basket));
    expect(held.headers.get('location')).toBe(`/events/hamlet/queue?${search}`);
  });

  it('sends the pass of this event along once there is one', async () => {
    queueing();
    const cookies = 'usher-pass-other=p.0; usher-pass-event=p.1';
    const found = await house.visit(cookies, (call) => findSeats(call, formOf(wish)));
    expect(found.status).toBe(200);
    const basket = formOf({ eventId: 'event', seat: 'seat-11', key: 'k' });
    const held = await house.visit(cookies, (call) => holdBasket(call, basket));
    expect(held.headers.get('location')).toMatch(/^\/checkout\/holds\//);
    expect(house.asked.map(({ pass }) => pass)).toEqual(['p.1', 'p.1']);
  });
});
