/**
 * `npm run load:map [URL]`: frames per second of the seat map of the largest hall that is on sale, panned and zoomed with a
 * real pointer at every level of detail, without a graphics processor. Usher has to run at the URL (http://localhost:3000).
 * Beside it, in the same run, an empty page that does nothing but ask for frames: the most this machine can show.
 */
import { setTimeout } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Frames, measureFrames, METER, PAINT_NOTHING, ratesOf, together } from './frame-meter.ts';

interface Screen {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}
interface Hall {
  readonly slug: string;
  readonly seats: number;
  /** In centimetres, as is the distance between two seats. */
  readonly width: number;
  readonly height: number;
  readonly pitch: number;
}

const screens: readonly Screen[] = [
  { name: 'phone, 390 x 600 at 2', width: 390, height: 600, ratio: 2 },
  { name: 'laptop, 1440 x 800 at 1', width: 1440, height: 800, ratio: 1 },
];
/** Seat pitches on the screen, one in each level of detail. */
const levels = [
  { name: 'rows', pitch: 6 },
  { name: 'seats', pitch: 15 },
  { name: 'selection', pitch: 50 },
];
const TARGET_FPS = 55;
const PAN_MS = 3_000;
const IDLE_MS = 2_000;
/** The map's own factor per pixel of wheel, so that a level is reached and not overshot. */
const WHEEL = 0.0022;
const NOTCH = 60;
const NOTCH_MS = 50;
const INPUT_MS = 8;
/** The map alone, as large as the budget says, whatever the page puts around it. */
const MAP_ALONE = 'div:has(> div > canvas) { position: fixed !important; inset: 0; z-index: 9999; }';

const url = process.argv[2] ?? 'http://localhost:3000';
const hall = await largestHall();
console.log(`${hall.slug}: ${hall.seats} seats, software rendering, bar ${TARGET_FPS} fps`);
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--disable-gpu', '--no-sandbox'],
});
try {
  for (const screen of screens) await measureScreen(browser, screen);
} finally {
  await browser.close();
}

async function measureScreen(browser: Browser, screen: Screen): Promise<void> {
  const before = await probe(browser, screen);
  const page = await openPage(browser, screen);
  await page.goto(`${url}/events/${hall.slug}/seats`, { waitUntil: 'load' });
  await page.waitForSelector('canvas');
  await page.waitForFunction('meter.paints > 0');
  await page.addStyleTag({ content: MAP_ALONE });
  await page.waitForTimeout(1_000);
  const phases = await phasesOf(page, screen);
  const idle = await measureFrames(page, 'idle', () => page.waitForTimeout(IDLE_MS));
  await page.context().close();
  const ceiling = together('probe', [before, await probe(browser, screen)]);

  console.log(`\n${screen.name}`);
  const all = together('overall', phases);
  for (const frames of [ceiling, ...phases, all]) console.log(lineOf(frames, ceiling));
  console.log(`  idle for ${IDLE_MS / 1000} s: ${idle.gaps.length} frames painted`);
  if (ratesOf(all).median < TARGET_FPS) {
    console.log(`  below ${TARGET_FPS} fps`);
    process.exitCode = 1;
  }
}

/** Overview first, then nearer level by level, then all the way out. */
async function phasesOf(page: Page, screen: Screen): Promise<Frames[]> {
  const fit = Math.min((screen.width - 24) / hall.width, (screen.height - 24) / hall.height) * hall.pitch;
  const phases = [await measureFrames(page, 'pan, overview', () => pan(page, screen))];
  let pitch = fit;
  for (const level of levels) {
    const amount = Math.log(level.pitch / pitch);
    phases.push(await measureFrames(page, `zoom to ${level.name}`, () => zoom(page, screen, amount)));
    phases.push(await measureFrames(page, `pan, ${level.name}`, () => pan(page, screen)));
    pitch = level.pitch;
  }
  phases.push(await measureFrames(page, 'zoom out', () => zoom(page, screen, Math.log(fit / pitch))));
  return phases;
}

/** Drags in circles, then lets go in motion, so that the map rolls on. */
async function pan(page: Page, { width, height }: Screen): Promise<void> {
  const at = (turn: number) => ({
    x: width * (0.5 + 0.3 * Math.sin(turn)),
    y: height * (0.5 + 0.3 * Math.sin(turn * 0.7)),
  });
  await page.mouse.move(at(0).x, at(0).y);
  await page.mouse.down();
  await everyFewMilliseconds(
    PAN_MS,
    (time, send) => {
      send({ type: 'mouseMoved', button: 'left', buttons: 1, ...at(time / 150) });
    },
    page,
  );
  await page.mouse.up();
  await page.waitForTimeout(350);
}

/** Turns the wheel over a stand, in steps as a hand does. */
async function zoom(page: Page, { width, height }: Screen, amount: number): Promise<void> {
  const [x, y] = [width * 0.5, height * 0.25];
  const steps = Math.ceil(Math.abs(amount) / WHEEL / NOTCH);
  let turned = 0;
  await page.mouse.move(x, y);
  await everyFewMilliseconds(
    steps * NOTCH_MS,
    (time, send) => {
      const due = Math.min(steps, Math.floor(time / NOTCH_MS) + 1);
      for (; turned < due; turned += 1) {
        send({ type: 'mouseWheel', x, y, deltaX: 0, deltaY: -amount / WHEEL / steps });
      }
    },
    page,
  );
  await page.waitForTimeout(400);
}

type Send = (about: MouseInput) => void;
type MouseInput =
  | { type: 'mouseMoved'; x: number; y: number; button: 'left'; buttons: number }
  | { type: 'mouseWheel'; x: number; y: number; deltaX: number; deltaY: number };

/** A hand does not wait for the page to answer: input is sent on time, whatever the page makes of it. */
async function everyFewMilliseconds(
  milliseconds: number,
  act: (time: number, send: Send) => void,
  page: Page,
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const sent: Promise<unknown>[] = [];
  const start = performance.now();
  for (let time = 0; time < milliseconds; time = performance.now() - start) {
    act(time, (input) => sent.push(session.send('Input.dispatchMouseEvent', input)));
    await setTimeout(INPUT_MS);
  }
  await Promise.all(sent);
  await session.detach();
}

async function probe(browser: Browser, screen: Screen): Promise<Frames> {
  const page = await openPage(browser, screen);
  await page.setContent('<canvas></canvas>');
  await page.evaluate(METER + PAINT_NOTHING);
  const frames = await measureFrames(page, 'probe', () => pan(page, screen));
  await page.context().close();
  return frames;
}

async function openPage(browser: Browser, { width, height, ratio }: Screen): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: ratio,
    // Only so that this script may take away what surrounds the map.
    bypassCSP: true,
  });
  const page = await context.newPage();
  await page.addInitScript(METER);
  return page;
}

function lineOf(frames: Frames, ceiling: Frames): string {
  const { median, p95 } = ratesOf(frames);
  const ratio = median / ratesOf(ceiling).median;
  return `  ${frames.name.padEnd(18)} median ${median.toFixed(1)} fps, p95 ${p95.toFixed(1)} fps, ${ratio.toFixed(2)} of the probe (${frames.gaps.length} frames painted)`;
}

/** The event on sale with the most numbered seats, and the size of its map. */
async function largestHall(): Promise<Hall> {
  const { items } = (await ask('/api/events?limit=100')) as { items: { id: string; slug: string; status: string }[] };
  let largest: { slug: string; map: ColumnMap; seats: number } | undefined;
  for (const { id, slug, status } of items) {
    if (status !== 'on_sale') continue;
    const map = (await ask(`/api/events/${id}/seat-map`)) as ColumnMap;
    const seats = map.sections.reduce((sum, { rows }) => sum + rows.reduce((n, row) => n + row.x.length, 0), 0);
    if (seats > (largest?.seats ?? 0)) largest = { slug, map, seats };
  }
  if (!largest) throw new Error(`${url} has no event with seats on sale`);
  return { slug: largest.slug, seats: largest.seats, ...sizeOf(largest.map) };
}

interface ColumnMap {
  readonly decimals: number;
  readonly sections: readonly { readonly rows: readonly { readonly x: number[]; readonly y: number[] }[] }[];
}

function sizeOf({ sections, decimals }: ColumnMap): { width: number; height: number; pitch: number } {
  const unit = 10 ** decimals;
  const rows = sections.flatMap(({ rows }) => rows);
  const placesOf = (steps: readonly number[]) => {
    let at = 0;
    return steps.map((step) => (at += step) / unit);
  };
  const span = (values: readonly number[]) =>
    values.reduce((most, value) => Math.max(most, value)) - values.reduce((least, value) => Math.min(least, value));
  const pitches = rows.map(({ x, y }) => Math.hypot(x[1] ?? 0, y[1] ?? 0) / unit).sort((a, b) => a - b);
  return {
    width: span(rows.flatMap(({ x }) => placesOf(x))),
    height: span(rows.flatMap(({ y }) => placesOf(y))),
    pitch: pitches[pitches.length >> 1] ?? 50,
  };
}

async function ask(path: string): Promise<unknown> {
  const answer = await fetch(url + path, {
    headers: { accept: 'application/vnd.usher.seat-map+json, application/json' },
  });
  if (!answer.ok) throw new Error(`${url}${path}: ${answer.status}`);
  return answer.json();
}
