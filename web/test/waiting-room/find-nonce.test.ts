import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSearch } from '../../app/waiting-room/find-nonce.ts';

/** As the waiting room judges it. */
function leadingZeroBits(text: string): number {
  const bits = [...createHash('sha256').update(text).digest()]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  return bits.indexOf('1');
}

describe('the work a device does to join', () => {
  it.each([0, 1, 7, 8, 9, 12])('ends with a nonce whose hash begins with %i zero bits', (difficultyBits) => {
    const challenge = `0198c0de.${'x'.repeat(100)}.${difficultyBits}`;
    const nonce = createSearch({ challenge, difficultyBits })(200_000);
    expect(leadingZeroBits(`${challenge}.${nonce}`)).toBeGreaterThanOrEqual(difficultyBits);
    expect(nonce?.length).toBeLessThanOrEqual(32);
  });

  it('goes on where it stopped, and skips nothing', () => {
    const work = { challenge: 'a challenge', difficultyBits: 10 };
    const whole = createSearch(work)(100_000);
    const search = createSearch(work);
    let found: string | undefined;
    for (let slice = 0; slice < 100_000 && found === undefined; slice += 7) found = search(7);
    expect(found).toBe(whole);
    expect(found).toBeDefined();
  });
});
