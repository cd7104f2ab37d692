import { describe, expect, it } from 'vitest';
import type { DraftForm } from '../../app/organizer/event-form.ts';
import { draftBody, startQuestion } from '../../app/organizer/event-values.server.ts';
import { instantAt, localAt } from '../../app/organizer/local-time.server.ts';
import { lastDays } from '../../app/organizer/sales-days.ts';

const form: DraftForm = {
  name: 'Northern Lights',
  category: 'concert',
  venueId: '0198c0de-0000-7000-8000-000000000061',
  startsAtLocal: '2027-10-31T02:30',
  durationMinutes: 150,
  currency: 'EUR',
  priceTiers: [
    { key: 'standard', name: 'Usual seats', price: '45,50' },
    { name: 'Standing', price: '20' },
  ],
  maxTicketsPerOrder: 8,
  leavesNoSingle: false,
  waitingRoom: 'off',
  waitingRoomChallenge: false,
  holderNameRequired: false,
};
const berlin = { timeZone: 'Europe/Berlin', nowMs: 0 };

describe('the body of a draft', () => {
  it('keeps the keys that are there and makes the others from their names', () => {
    expect(draftBody(form, berlin).body?.priceTiers).toEqual([
      { key: 'standard', name: 'Usual seats', price: { amount: 4550, currency: 'EUR' } },
      { key: 'standing', name: 'Standing', price: { amount: 2000, currency: 'EUR' } },
    ]);
  });

  it('takes the chosen reading of a start only for the start it was chosen for', () => {
    const chosen = { ...form, startsAtChoice: '2027-10-31T02:30 2027-10-31T02:30 +01:00' };
    expect(draftBody(chosen, berlin).body).toMatchObject({
      startsAtLocal: '2027-10-31T02:30',
      startsAtOffset: '+01:00',
    });
    const moved = draftBody({ ...chosen, startsAtLocal: '2027-10-30T20:00' }, berlin).body;
    expect(moved).toMatchObject({ startsAtLocal: '2027-10-30T20:00' });
    expect(moved).not.toHaveProperty('startsAtOffset');
  });

  it('has the sale as instants by the clock of the venue, and none where the field is empty', () => {
    const { body } = draftBody({ ...form, salesOpenLocal: '2027-05-07T10:00' }, berlin);
    expect(body).toMatchObject({ salesOpenAt: '2027-05-07T08:00:00.000Z' });
    expect(body).not.toHaveProperty('salesCloseAt');
  });

  it('has the rules of the sale, and no limit per buyer where the field is empty', () => {
    expect(draftBody(form, berlin).body).toMatchObject({ maxTicketsPerBuyer: null, orphanRule: 'off' });
    const strict = { ...form, maxTicketsPerBuyer: 6, leavesNoSingle: true, waitingRoomChallenge: true };
    expect(draftBody(strict, berlin).body).toMatchObject({
      maxTicketsPerBuyer: 6,
      orphanRule: 'on',
      waitingRoomChallenge: true,
    });
  });

  it('says at its field what is wrong with a time', () => {
    const backwards = { ...form, salesOpenLocal: '2027-05-07T10:00', salesCloseLocal: '2027-05-07T10:00' };
    expect(draftBody(backwards, berlin).faults?.['salesCloseLocal']).toEqual(['Sales must end after they open']);
    const skipped = draftBody({ ...form, salesOpenLocal: '2027-03-28T02:30' }, berlin);
    expect(Object.keys(skipped.faults ?? {})).toEqual(['salesOpenLocal']);
  });
});

describe('a start that is no single moment', () => {
  const refusal = (fault: string, choices: unknown[]) => ({
    code: 'local_time_invalid' as const,
    status: 400,
    detail: undefined,
    errors: [],
    more: { fault, choices },
    retryAfterSeconds: undefined,
    requestId: undefined,
  });

  it('becomes a question with both choices, and none where nothing can be chosen', () => {
    const choices = [{ local: '2027-03-28T01:30', offset: '+01:00' }];
    expect(startQuestion(refusal('gap', choices), 'then')).toEqual({ local: 'then', isTwice: false, choices });
    expect(startQuestion(refusal('overlap', choices), 'then')?.isTwice).toBe(true);
    expect(startQuestion(refusal('unknown_time', []), 'then')).toBeNull();
  });
});

describe('the clock on the wall', () => {
  it('is read and shown in its own zone', () => {
    expect(instantAt('2027-05-01T20:00', 'Europe/Berlin')).toBe('2027-05-01T18:00:00.000Z');
    expect(localAt('2027-05-01T18:00:30.000Z', 'Europe/Berlin')).toBe('2027-05-01T20:00');
  });

  it('gives no instant for a time it skips, shows twice or does not know', () => {
    for (const local of ['2027-03-28T02:30', '2027-10-31T02:30', '2027-02-30T10:00'])
      expect(instantAt(local, 'Europe/Berlin')).toBeUndefined();
  });
});

describe('the days of a chart', () => {
  it('follow each other without gaps, up to the latest sale', () => {
    const days = lastDays(
      [
        { day: '2027-02-27', sold: 3 },
        { day: '2027-03-02', sold: 1 },
      ],
      30,
    );
    expect(days.map(({ day, sold }) => `${day} ${sold}`)).toEqual([
      '2027-02-27 3',
      '2027-02-28 0',
      '2027-03-01 0',
      '2027-03-02 1',
    ]);
  });

  it('are the last so many', () => {
    const days = lastDays(
      [
        { day: '2026-01-01', sold: 3 },
        { day: '2027-03-02', sold: 1 },
      ],
      30,
    );
    expect([days.length, days[0]?.day, days.at(-1)?.day]).toEqual([30, '2027-02-01', '2027-03-02']);
    expect(lastDays([], 30)).toEqual([]);
  });
});
