import { expect, test } from 'vitest';
import { blit, clear, fillRect, isBare, mixed, paintMask, type Raster } from '../../app/seat-map/raster.ts';
import { fillPolygon, strokePolygon } from '../../app/seat-map/raster-shapes.ts';

const WHITE = 0xffffffff;
const BLACK = 0xff000000;
const RED = 0xff0000ff;

function raster(width: number, height: number): Raster {
  const made = { width, height, pixels: new Uint32Array(width * height) };
  clear(made, WHITE);
  return made;
}
/** One letter per pixel, line by line. */
const seen = ({ pixels, width }: Raster) =>
  Array.from({ length: pixels.length / width }, (_, y) =>
    [...pixels.subarray(y * width, (y + 1) * width)]
      .map((pixel) => (pixel === WHITE ? '.' : pixel === BLACK ? '#' : pixel === RED ? 'r' : '+'))
      .join(''),
  );

test('a sprite leaves what is under its empty pixels, and is cut off at every edge', () => {
  const sprite = { width: 2, height: 2, pixels: Uint32Array.from([BLACK, 0, BLACK, BLACK]) };
  const picture = raster(4, 3);
  for (const [x, y] of [
    [1, 1],
    [-1, -1],
    [3, 2],
    [9, 9],
    [-5, 0],
  ] as const)
    blit(picture, sprite, x, y);
  expect(seen(picture)).toEqual(['#...', '.#..', '.###']);
});

test('a mask mixes its colour in by how much it covers', () => {
  const picture = raster(3, 1);
  paintMask(picture, { width: 2, height: 1, coverage: Uint8Array.from([255, 128]) }, 1, 0, BLACK);
  expect(seen(picture)).toEqual(['.#+']);
  const grey = (picture.pixels[2] ?? 0) & 0xff;
  expect(Math.abs(grey - 127)).toBeLessThanOrEqual(2);
});

test('mixing nothing gives the first colour, and everything the second', () => {
  expect([mixed(RED, BLACK, 0), mixed(RED, BLACK, 255)]).toEqual([RED, BLACK]);
  expect(mixed(WHITE, WHITE, 100)).toBe(WHITE);
});

test('a polygon is filled inside its edges, striped by its phase', () => {
  const square = Float32Array.from([1, 1, 5, 1, 5, 4, 1, 4]);
  const picture = raster(6, 5);
  fillPolygon(picture, square, 4, { base: BLACK, stripes: RED, stripe: 0, period: 4, phase: 0 });
  expect(seen(picture)).toEqual(['......', '.####.', '.####.', '.####.', '......']);
  fillPolygon(picture, square, 4, { base: BLACK, stripes: RED, stripe: 1, period: 4, phase: -2 });
  expect(seen(picture)).toEqual(['......', '.r###.', '.###r.', '.##r#.', '......']);
});

test('a line is as wide as asked and stays inside the picture', () => {
  const picture = raster(5, 5);
  strokePolygon(picture, Float32Array.from([-10, 2.5, 20, 2.5]), 2, { width: 1, colour: BLACK });
  expect(seen(picture)).toEqual(['.....', '.....', '#####', '.....', '.....']);
  strokePolygon(picture, Float32Array.from([1.5, -9, 1.5, 30]), 2, { width: 1, colour: RED });
  expect(seen(picture)[0]).toBe('.r...');
});

test('a place is bare while it has one colour only', () => {
  const picture = raster(9, 9);
  expect(isBare(picture, WHITE, -4, 0, 20, 8)).toBe(true);
  picture.pixels[4 * 9 + 4] = BLACK;
  expect(isBare(picture, WHITE, 0, 0, 8, 8)).toBe(false);
  expect(isBare(picture, WHITE, 6, 6, 8, 8)).toBe(true);
});

test('a rectangle is cut off at the edges', () => {
  const picture = raster(3, 2);
  fillRect(picture, BLACK, -5, 1, 2, 9);
  fillRect(picture, RED, 7, 0, 9, 2);
  expect(seen(picture)).toEqual(['...', '##.']);
});
