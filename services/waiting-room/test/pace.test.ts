import { describe, expect, it } from 'vitest';
import { adaptTarget, askAgainSeconds, estimateOf, passesAllowed, passesFor } from '../src/pace.ts';
import { letInPerMinute, type Room, stepOf } from '../src/rooms.ts';
import { standingOf } from '../src/standing.ts';

const bounds = { min: 10, max: 1_000 };
const stock = { free: 100, soldOut: false, liveHolds: 0, holds: 0, heldPlaces: 0 };

describe('how many may be inside', () => {
  it('grows a tenth at a time while holds are heard of promptly and people wait', () => {
    expect(adaptTarget(100, { ...bounds, delayMs: 40, isBinding: true })).toBe(111);
    expect(adaptTarget(100, { ...bounds, delayMs: 40, isBinding: false })).toBe(100);
    expect(adaptTarget(990, { ...bounds, delayMs: undefined, isBinding: true })).toBe(1_000);
  });

  it('rests when it goes slowly, halves when it goes too slowly, and never falls below the least', () => {
    expect(adaptTarget(100, { ...bounds, delayMs: 1_500, isBinding: true })).toBe(100);
    expect(adaptTarget(100, { ...bounds, delayMs: 2_100, isBinding: true })).toBe(50);
    expect(adaptTarget(12, { ...bounds, delayMs: 9_000, isBinding: true })).toBe(10);
  });

  it('counts passes out and holds that live, and is never more than there is to buy', () => {
    expect(passesAllowed({ target: 50, unused: 10, stock: { ...stock, liveHolds: 15 } })).toBe(25);
    expect(passesAllowed({ target: 500, unused: 10, stock })).toBe(90);
    expect(passesAllowed({ target: 50, unused: 60, stock })).toBe(0);
    expect(passesAllowed({ target: 50, unused: 0, stock: { ...stock, free: 0 } })).toBe(0);
    expect(passesAllowed({ target: 50, unused: 0, stock: { ...stock, free: null, soldOut: true } })).toBe(0);
    expect(passesAllowed({ target: 50, unused: 0, stock: { ...stock, free: null } })).toBe(50);
  });

  it('gives three passes for two holds worth of places once it knows how large holds are', () => {
    expect(passesFor({ ...stock, holds: 100, heldPlaces: 200 })).toBe(75);
    expect(passesFor({ ...stock, free: 1, holds: 100, heldPlaces: 400 })).toBe(1);
  });
});

describe('when to ask again', () => {
  it('keeps a hundred thousand within five thousand questions a second, and a few at two seconds', () => {
    const asked = (waiting: number, wait: Parameters<typeof askAgainSeconds>[0]['wait']) =>
      askAgainSeconds({ waiting, pollsMax: 5_000, wait });
    expect(asked(100_000, { forSeconds: 3 })).toBe(20);
    expect(asked(100_000, { untilOpen: 10 })).toBe(20);
    expect(asked(1_000_000, { forSeconds: 3 })).toBe(30);
    expect(asked(500, { forSeconds: 3 })).toBe(2);
    expect(asked(500, { forSeconds: 200 })).toBe(20);
    expect(asked(500, { untilOpen: 3_600 })).toBe(30);
    expect(asked(500, undefined)).toBe(30);
  });
});

describe('the line as one copy sees it', () => {
  const steps = [
    { letIn: 10, at: 100_000, until: 700_000 },
    { letIn: 40, at: 130_000, until: 730_000 },
  ];
  const room = { letIn: 40, lapsedTo: 0, steps } as unknown as Room;

  it('knows by its position alone who waits, who has a pass until when, and whose is over', () => {
    expect(standingOf(room, { position: null }, 0)).toEqual({ state: 'pooled' });
    expect(standingOf(room, { position: 42 }, 0)).toEqual({ state: 'waiting', place: 2 });
    expect([10, 11, 40].map((position) => stepOf(room, position)?.letIn)).toEqual([10, 40, 40]);
    expect(standingOf(room, { position: 10 }, 699_999)).toEqual({ state: 'admitted', until: 700_000 });
    expect(standingOf(room, { position: 10 }, 700_000)).toEqual({ state: 'lapsed' });
    expect(standingOf({ ...room, lapsedTo: 10 }, { position: 10 }, 0)).toEqual({ state: 'lapsed' });
  });

  it('tells the rate of the last minute, and of a shorter time what a minute of it would be', () => {
    expect(letInPerMinute(room, 160_000)).toBe(30);
    expect(letInPerMinute(room, 140_000)).toBe(60);
    expect(letInPerMinute({ ...room, steps: [] }, 140_000)).toBeNull();
    expect(letInPerMinute({ ...room, steps: [], lapsedTo: 40 }, 140_000)).toBe(0);
    expect(estimateOf(120, 60)).toEqual({ from: 90, to: 167 });
    expect(estimateOf(120, 0)).toBeUndefined();
  });
});
