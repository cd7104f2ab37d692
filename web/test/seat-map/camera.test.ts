import { expect, test } from 'vitest';
import { fitted, limitsOf, mapX, mapY, panBy, screenX, screenY, showing, zoomAt } from '../../app/seat-map/camera.ts';
import { openTravel } from '../../app/seat-map/travel.ts';

const box = { left: 0, top: 0, right: 10_000, bottom: 6_000 };
const viewport = { width: 800, height: 600 };
const limits = limitsOf(box, 50, viewport);
const inside = () => ({ x: 5_000, y: 3_000, scale: 0.4 });

test('zooming keeps the point under the pointer where it is', () => {
  for (const factor of [1.5, 0.7, 1.01]) {
    const camera = inside();
    const [px, py] = [500, 250];
    const [x, y] = [mapX(camera, viewport, px), mapY(camera, viewport, py)];
    zoomAt(camera, { px, py, factor }, viewport, limits);
    expect(camera.scale).toBeCloseTo(0.4 * factor);
    expect(screenX(camera, viewport, x)).toBeCloseTo(px);
    expect(screenY(camera, viewport, y)).toBeCloseTo(py);
  }
});

test('zoom ends where the whole map fits and where a seat is 64 pixels wide', () => {
  const camera = inside();
  zoomAt(camera, { px: 0, py: 0, factor: 1e6 }, viewport, limits);
  expect(camera.scale * 50).toBeCloseTo(64);
  zoomAt(camera, { px: 700, py: 10, factor: 1e-6 }, viewport, limits);
  expect(camera).toEqual(fitted(limits));
});

test('the whole map fits on the screen', () => {
  const camera = fitted(limits);
  expect(screenX(camera, viewport, box.left)).toBeGreaterThanOrEqual(0);
  expect(screenX(camera, viewport, box.right)).toBeLessThanOrEqual(viewport.width);
  expect(screenY(camera, viewport, box.top)).toBeGreaterThanOrEqual(0);
});

test('a pan moves the map with the finger and never out of sight', () => {
  const camera = inside();
  panBy(camera, 40, -20, viewport, limits);
  expect([camera.x, camera.y]).toEqual([4_900, 3_050]);
  panBy(camera, 1e9, 1e9, viewport, limits);
  expect(screenX(camera, viewport, box.left)).toBeLessThan(viewport.width / 2);
  expect(screenY(camera, viewport, box.top)).toBeLessThan(viewport.height / 2);
});

test('a box is shown whole, in the middle', () => {
  const camera = showing({ left: 4_000, top: 2_000, right: 5_000, bottom: 2_500 }, viewport, limits, 20);
  expect(screenX(camera, viewport, 4_000)).toBeCloseTo(20);
  expect(screenX(camera, viewport, 5_000)).toBeCloseTo(780);
});

test('a travel arrives, and for who wants less motion it is there at once', () => {
  const camera = inside();
  const goal = { x: 2_000, y: 1_500, scale: 0.9 };
  const travel = openTravel({ camera, viewport, limits }, () => false);
  travel.to(goal);
  let frames = 0;
  for (let now = 0; travel.step(now); now += 16) frames += 1;
  expect(camera).toEqual(goal);
  expect(frames).toBeGreaterThan(10);
  openTravel({ camera, viewport, limits }, () => true).to(inside());
  expect(camera).toEqual(inside());
});

test('on its way a travel passes only scales between its ends', () => {
  const camera = inside();
  const travel = openTravel({ camera, viewport, limits }, () => false);
  travel.to({ x: 2_000, y: 1_500, scale: 0.9 });
  let last = camera.scale;
  for (let now = 0; travel.step(now); now += 16) {
    expect(camera.scale).toBeGreaterThanOrEqual(last);
    last = camera.scale;
  }
});

test('a flick rolls out, a wheel zooms by what it was turned, and both come to rest', () => {
  const camera = inside();
  const travel = openTravel({ camera, viewport, limits }, () => false);
  travel.fling(1, 0);
  let now = 0;
  while (travel.step(now) && now < 5_000) now += 16;
  expect(now).toBeLessThan(500);
  expect(camera.x).toBeLessThan(5_000 - 60 / 0.4);
  travel.zoom(400, 300, Math.log(1.5));
  for (let i = 0; i < 200 && travel.step((now += 16)); i += 1);
  expect(camera.scale).toBeCloseTo(0.6);
});
