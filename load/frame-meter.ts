/** Measures how often a page really draws: the time between animation frames, and how many of them painted the map. */
import type { Page } from 'playwright-core';

export interface Frames {
  readonly name: string;
  /** Milliseconds from a frame in which the map was painted to the next frame, sorted. */
  readonly gaps: readonly number[];
  /** Frames in which nothing was painted, since nothing had moved: they say nothing about the map. */
  readonly empty: number;
}

/** Runs in the page before anything else: notes when the map puts a picture on its canvas. */
export const METER = `
  globalThis.meter = { gaps: [], empty: 0, paints: 0, isOn: false };
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...args) {
    meter.paints += 1;
    return put.apply(this, args);
  };
`;

/** What a page paints that only asks for frames. */
export const PAINT_NOTHING = `
  requestAnimationFrame(function again() {
    meter.paints += 1;
    requestAnimationFrame(again);
  });
`;

const START = `
  Object.assign(meter, { gaps: [], empty: 0, isOn: true });
  requestAnimationFrame(function first(before) {
    let seen = meter.paints;
    requestAnimationFrame(function next(now) {
      if (meter.paints === seen) meter.empty += 1;
      else meter.gaps.push(now - before);
      seen = meter.paints;
      before = now;
      if (meter.isOn) requestAnimationFrame(next);
    });
  });
`;
const STOP = `(() => { meter.isOn = false; return { gaps: meter.gaps, empty: meter.empty }; })()`;

/** Measures the frames of a page while something happens on it. */
export async function measureFrames(page: Page, name: string, happen: () => Promise<void>): Promise<Frames> {
  await page.evaluate(START);
  await happen();
  const { gaps, empty } = await page.evaluate<{ gaps: number[]; empty: number }>(STOP);
  return { name, gaps: gaps.sort((a, b) => a - b), empty };
}

/** Frames per second that half of the frames reach, and 95 of 100. */
export function ratesOf({ gaps }: Pick<Frames, 'gaps'>): { median: number; p95: number } {
  const at = (part: number) => 1000 / (gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * part))] ?? Number.NaN);
  return { median: at(0.5), p95: at(0.95) };
}

/** All frames of several measurements as one. */
export function together(name: string, all: readonly Frames[]): Frames {
  return {
    name,
    gaps: all.flatMap(({ gaps }) => gaps).sort((a, b) => a - b),
    empty: all.reduce((sum, { empty }) => sum + empty, 0),
  };
}
