import { expect, it } from 'vitest';
import { openSlices } from '../src/in-slices.ts';

/** A clock on which every look takes a millisecond. */
const slowClock = () => {
  let at = 0;
  return { monotonic: () => (at += 1) };
};

it('takes all steps in order, however much is asked for and by whom', async () => {
  const slices = openSlices(slowClock());
  const taken: string[] = [];
  const numbers = Array.from({ length: 500 }, (_, i) => i);
  const works = ['a', 'b', 'c'].map((name) => slices.each(numbers, (i) => taken.push(`${name}${i}`)));
  await slices.each([], () => taken.push('never'));
  await Promise.all(works);
  expect(taken).toEqual(['a', 'b', 'c'].flatMap((name) => numbers.map((i) => `${name}${i}`)));
  await slices.each([1], () => taken.push('again'));
  expect(taken.at(-1)).toBe('again');
});

it('lets everything else have its turn between two slices', async () => {
  const slices = openSlices(slowClock());
  let turns = 0;
  let working = true;
  const count = (): void => {
    turns += 1;
    if (working) setImmediate(count);
  };
  setImmediate(count);
  await slices.each(Array.from({ length: 2_000 }), () => undefined);
  working = false;
  // Eight looks at this clock are a slice, and between two of them are sixteen steps.
  expect(turns).toBeGreaterThan(10);
});
