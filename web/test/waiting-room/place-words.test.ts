import { describe, expect, it } from 'vitest';
import { isNews } from '../../app/waiting-room/news.ts';
import { crowdWords, placeFigure, placeSentence, roundPlace } from '../../app/waiting-room/place-words.ts';
import { type Entry, stageOf, titleOf } from '../../app/waiting-room/stage.ts';

const entry: Entry = {
  id: '0198c0de-0000-4000-8000-0000000000e5',
  eventId: '0198c0de-0000-7000-8000-0000000000e1',
  state: 'waiting',
  place: 4_212,
  waiting: 9_000,
  perMinute: 1_300,
  estimate: null,
  opensAt: '2027-05-07T08:00:00.000Z',
  soldOut: false,
  pass: null,
  passExpiresAt: null,
  askAgainInSeconds: 5,
};

describe('a place in line', () => {
  it('is exact below 100, to the nearest 10 below 1,000 and to the nearest 100 above', () => {
    expect([1, 99, 100, 104, 995, 999, 1_049, 4_212].map(roundPlace)).toEqual([
      1, 99, 100, 100, 1_000, 1_000, 1_000, 4_200,
    ]);
  });

  it('never seems to move back while it moves forward', () => {
    const shown = Array.from({ length: 3_000 }, (_, index) => roundPlace(3_000 - index));
    expect(shown.every((place, index) => index === 0 || place <= (shown[index - 1] ?? 0))).toBe(true);
  });

  it('is written as people say it, and says when it is rounded', () => {
    expect([1, 2, 3, 11, 12, 13, 21, 42, 4_212].map(placeFigure)).toEqual([
      ...['1st', '2nd', '3rd', '11th', '12th', '13th', '21st', '42nd', '~4,200th'],
    ]);
    expect(placeSentence(1)).toBe('You are next');
    expect(placeSentence(42)).toBe('You are 42nd in line');
    expect(placeSentence(4_212)).toBe('You are about 4,200th in line');
    expect([99, 100].map(crowdWords)).toEqual(['99', 'about 100']);
  });

  it('is told by the tab', () => {
    expect(titleOf('waiting', entry, 'Northern Lights')).toBe('~4,200th in line · Northern Lights');
    expect(titleOf('admitted', { ...entry, place: null }, 'Northern Lights')).toBe('Your turn · Northern Lights');
  });
});

describe('where one stands', () => {
  it('is sold out only for who still waits: a pass stays a pass', () => {
    expect(stageOf('on_sale', { ...entry, soldOut: true })).toBe('sold_out');
    expect(stageOf('sold_out', { ...entry, state: 'admitted', soldOut: true })).toBe('admitted');
  });

  it('is unknown rather than outside when the room does not answer', () => {
    expect(stageOf('on_sale', 'unknown')).toBe('unknown');
    expect(stageOf('on_sale', null)).toBe('outside');
  });

  it('is over for everybody when the event is cancelled or its sales are', () => {
    expect(stageOf('cancelled', entry)).toBe('closed');
    expect(stageOf('sales_closed', { ...entry, state: 'admitted' })).toBe('closed');
  });
});

describe('what is said aloud', () => {
  it('is a tenth of the place or a minute of the wait, and nothing less', () => {
    const told = { place: 1_000, toSeconds: 600 };
    expect(isNews(told, { place: 950, toSeconds: 590 })).toBe(false);
    expect(isNews(told, { place: 900, toSeconds: 590 })).toBe(true);
    expect(isNews(told, { place: 990, toSeconds: 540 })).toBe(true);
    expect(isNews(told, { place: 990, toSeconds: null })).toBe(true);
  });

  it('is every step once one is near the front', () => {
    expect(isNews({ place: 3, toSeconds: 20 }, { place: 2, toSeconds: 15 })).toBe(true);
  });
});
