/** Trying for the same seats after the time ran out: all, or what is left, and what was lost is named. */
import { expect, it } from 'vitest';
import type { Ask, Data } from '../../app/api/ask.ts';
import { holdAgain, lostItems } from '../../app/checkout/hold-again.server.ts';

type Hold = Data<'getHold'>;

const price = { amount: 4500, currency: 'EUR' } as const;
const seat = (id: string) => ({ seatId: id, section: 'Stalls', row: 'F', number: id, tierKey: 'a', price });
const place = { areaId: 'floor', section: 'Floor', row: null, number: null, tierKey: 'b', price };
const holdOf = (items: Hold['items']): Hold => ({
  id: 'hold',
  eventId: 'event',
  state: 'expired',
  expiresAt: '2027-05-01T18:00:00Z',
  extendableTo: null,
  items,
  total: price,
});

/** An API that holds what it is asked for, except the taken seats. */
function api(taken: readonly string[]) {
  const asked: unknown[] = [];
  const ask = (_name: string, { body }: { body: { seatIds?: string[] } }) => {
    asked.push(body);
    const lost = (body.seatIds ?? []).filter((id) => taken.includes(id));
    const refusal = { code: 'seats_taken', status: 409, more: { seatIds: lost } };
    return Promise.resolve(lost.length > 0 ? { ok: false, refusal } : { ok: true, data: holdOf([]) });
  };
  return { ask: ask as unknown as Ask, asked };
}

it('asks for the same seats and as many places of each area', async () => {
  const { ask, asked } = api([]);
  await holdAgain(ask, holdOf([seat('1'), seat('2'), place, place]), { key: 'key', pass: undefined });
  expect(asked).toEqual([{ eventId: 'event', seatIds: ['1', '2'], areas: [{ areaId: 'floor', quantity: 2 }] }]);
});

it('shows the pass of the waiting room both times', async () => {
  const { ask, asked } = api(['2']);
  await holdAgain(ask, holdOf([seat('1'), seat('2')]), { key: 'key', pass: 'signed' });
  expect(asked).toMatchObject([{ pass: 'signed' }, { pass: 'signed' }]);
});

it('takes what is left when some are gone', async () => {
  const { ask, asked } = api(['2']);
  expect(await holdAgain(ask, holdOf([seat('1'), seat('2')]), { key: 'key', pass: undefined })).toHaveProperty('hold');
  expect(asked).toHaveLength(2);
  expect(asked[1]).toEqual({ eventId: 'event', seatIds: ['1'] });
});

it('says so when all are gone', async () => {
  const { ask, asked } = api(['1', '2']);
  expect(await holdAgain(ask, holdOf([seat('1'), seat('2')]), { key: 'key', pass: undefined })).toHaveProperty(
    'refusal.code',
    'seats_taken',
  );
  expect(asked).toHaveLength(1);
});

it('names what the new hold lacks', () => {
  const lost = lostItems(holdOf([seat('1'), seat('2'), place, place]), holdOf([seat('1'), place]));
  expect(lost).toEqual([seat('2'), place]);
});
