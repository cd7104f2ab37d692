/** The form of the first step: what it demands of whom, and in which words. */
import { parseWithZod } from '@conform-to/zod/v4';
import { describe, expect, it } from 'vitest';
import { detailsNames, detailsSchema } from '../../app/checkout/details-schema.ts';
import { placeNames } from '../../app/checkout/place-words.ts';
import { fieldErrors } from '../../app/words/field-errors.ts';

const buyer = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
const places = ['Stalls, row F, seat 12', 'Stalls, row F, seat 13'];

function parse(entries: Record<string, string>, asked: { places: string[]; isBuyerFirst: boolean }) {
  const form = new FormData();
  for (const [name, value] of Object.entries(entries)) form.set(name, value);
  const formatError = fieldErrors(detailsNames(asked.places));
  return parseWithZod(form, { schema: detailsSchema(asked), formatError });
}

describe('the details of a buyer', () => {
  it('are enough where nobody else is asked for', () => {
    const submission = parse(buyer, { places: [], isBuyerFirst: false });
    expect(submission.status === 'success' && submission.value).toEqual({ ...buyer, attendees: {} });
  });

  it('name the holder of every ticket where the event wants it, in words that tell the seats apart', () => {
    const submission = parse(buyer, { places, isBuyerFirst: false });
    expect(submission.reply().error).toMatchObject({
      'attendees.p0.firstName': ['Enter the first name for Stalls, row F, seat 12'],
      'attendees.p1.lastName': ['Enter the last name for Stalls, row F, seat 13'],
    });
  });

  it('do not ask twice for who buys and comes', () => {
    const other = { 'attendees.p1.firstName': 'Grace', 'attendees.p1.lastName': 'Hopper' };
    const submission = parse({ ...buyer, ...other, isBuyerFirst: 'on' }, { places, isBuyerFirst: true });
    expect(submission.status === 'success' && submission.value.attendees).toEqual({
      p1: { firstName: 'Grace', lastName: 'Hopper' },
    });
  });
});

describe('places in words', () => {
  it('tell tickets of one area apart', () => {
    const floor = { section: 'Floor', row: null, number: null };
    const seat = { section: 'Stalls', row: 'F', number: '12' };
    expect(placeNames([floor, seat, floor])).toEqual(['Floor, ticket 1', 'Stalls, row F, seat 12', 'Floor, ticket 2']);
  });
});
