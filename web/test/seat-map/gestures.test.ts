import { expect, test } from 'vitest';
import { type GestureTarget, openPointerHand, type PointerAt } from '../../app/seat-map/pointer-hand.ts';

type Said = [name: string, ...numbers: number[]];

/** A hand over a map that writes down what it is told; numbers are rounded. */
function opened() {
  const said: Said[] = [];
  const note =
    (name: string) =>
    (...args: (number | boolean)[]) => {
      said.push([name, ...args.filter((arg) => typeof arg === 'number').map((n) => Math.round(n * 100) / 100)]);
    };
  const names = ['grab', 'release', 'pan', 'pinch', 'fling', 'wheel', 'tap', 'doubleTap', 'hover', 'leave'];
  const target = Object.fromEntries(names.map((name) => [name, note(name)])) as unknown as GestureTarget;
  const hand = openPointerHand(target);
  const at = (x: number, y: number, time = 0, id = 1): PointerAt => ({ id, x, y, time, coarse: true });
  return { said, hand, at, names: () => said.map(([name]) => name) };
}

test('a finger that hardly moves taps where it went down', () => {
  const { said, hand, at } = opened();
  hand.down(at(100, 50));
  hand.move(at(104, 53, 20));
  hand.up(at(104, 53, 60));
  expect(said).toEqual([['grab'], ['tap', 100, 50], ['release']]);
});

test('two taps in the same place are a double tap; three are not two of them', () => {
  const { hand, at, names } = opened();
  for (const time of [0, 150, 300]) {
    hand.down(at(100, 50, time));
    hand.up(at(100, 50, time + 40));
  }
  expect(names().filter((name) => name.endsWith('ap'))).toEqual(['tap', 'doubleTap', 'tap']);
});

test('a finger that moves pans by what it moved, and flicks when it leaves in motion', () => {
  const { said, hand, at } = opened();
  hand.down(at(100, 100));
  for (const time of [20, 40, 60, 80, 100]) hand.move(at(100 + time, 100, time));
  hand.up(at(200, 100, 110));
  const pans = said.filter(([name]) => name === 'pan');
  expect(pans.reduce((sum, [, dx = 0]) => sum + dx, 0)).toBe(100);
  const fling = said.find(([name]) => name === 'fling');
  expect(fling?.[1]).toBeGreaterThan(0.5);
  expect(fling?.[2]).toBe(0);
});

test('a finger that rested before it left does not flick', () => {
  const { hand, at, names } = opened();
  hand.down(at(0, 0));
  hand.move(at(90, 0, 20));
  hand.up(at(90, 0, 400));
  expect(names()).not.toContain('fling');
});

test('two fingers zoom by their distance around their middle, and tap nothing', () => {
  const { said, hand, at, names } = opened();
  hand.down(at(100, 100, 0, 1));
  hand.down(at(200, 100, 5, 2));
  hand.move(at(300, 100, 20, 2));
  expect(said.slice(2)).toEqual([
    ['pan', 50, 0],
    ['pinch', 200, 100, 2],
  ]);
  hand.up(at(300, 100, 40, 2));
  expect(names()).not.toContain('release');
  hand.up(at(100, 100, 50, 1));
  expect(names().at(-1)).toBe('release');
  expect(names()).not.toContain('tap');
});

test('a pointer that the system takes away leaves no trace', () => {
  const { hand, at, names } = opened();
  hand.down(at(10, 10));
  hand.cancel(1);
  hand.up(at(10, 10, 30));
  expect(names()).toEqual(['grab', 'release']);
  expect(hand.move(at(20, 20, 40))).toBe(false);
});
