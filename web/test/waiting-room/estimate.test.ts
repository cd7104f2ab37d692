import { describe, expect, it } from 'vitest';
import { estimateWords, nextEstimate } from '../../app/waiting-room/estimate.ts';

const minutes = (from: number, to: number) => ({ fromSeconds: from * 60, toSeconds: to * 60 });

describe('the estimate of a wait', () => {
  it('comes down with what the server says', () => {
    const first = nextEstimate(null, minutes(3, 5));
    expect(nextEstimate(first, minutes(2, 4))).toEqual({ ...minutes(2, 4), isSlower: false });
  });

  it('stays where it was while what was said may still come true', () => {
    const first = nextEstimate(null, minutes(3, 5));
    expect(nextEstimate(first, minutes(4, 9))).toEqual({ ...minutes(3, 5), isSlower: false });
  });

  it('goes up only when the wait must be longer than was said, and says so from then on', () => {
    const first = nextEstimate(null, minutes(3, 5));
    const slower = nextEstimate(first, minutes(6, 9));
    expect(slower).toEqual({ ...minutes(6, 9), isSlower: true });
    expect(nextEstimate(slower, minutes(5, 8))).toEqual({ ...minutes(5, 8), isSlower: true });
  });

  it('gives no reason for a change nobody sees', () => {
    const first = nextEstimate(null, { fromSeconds: 1, toSeconds: 5 });
    const next = nextEstimate(first, { fromSeconds: 10, toSeconds: 50 });
    expect(next).toEqual({ fromSeconds: 10, toSeconds: 50, isSlower: false });
  });

  it('never has its ends the wrong way round', () => {
    const first = nextEstimate(null, minutes(3, 5));
    const next = nextEstimate(first, minutes(5, 5));
    expect(next?.fromSeconds).toBeLessThanOrEqual(next?.toSeconds ?? 0);
  });

  it('is nothing while nobody can say', () => {
    expect(nextEstimate(nextEstimate(null, minutes(3, 5)), null)).toBeNull();
  });
});

describe('a wait in words', () => {
  it.each([
    [0, 20, 'less than a minute'],
    [0, 60, 'up to 1 minute'],
    [170, 290, 'about 2 to 5 minutes'],
    [180, 180, 'about 3 minutes'],
    [5, 15 * 60, 'up to 15 minutes'],
    [13 * 60, 22 * 60, 'about 10 to 25 minutes'],
    [61 * 60, 89 * 60, 'about 60 to 90 minutes'],
    [80 * 60, 110 * 60, 'about 1 to 2 hours'],
    [95 * 60, 110 * 60, 'about 1½ to 2 hours'],
    [5 * 60, 100 * 60, 'up to 2 hours'],
  ])('tells %i to %i seconds as %s', (fromSeconds, toSeconds, words) => {
    expect(estimateWords({ fromSeconds, toSeconds })).toBe(words);
  });
});
