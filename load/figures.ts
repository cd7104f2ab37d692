/** Figures: what they are called and what is made of them. */
import type { Spread } from './generator/histogram.ts';

/** What a run of a scenario measured, by name; the unit is part of the name. */
export type Figures = Readonly<Record<string, number>>;

/** Processor milliseconds for each of so many operations between two moments, by program and for all of Usher together. */
export function cpuEach(
  what: string,
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  count: number,
): Figures {
  const each = (program: string) => (((after[program] ?? 0) - (before[program] ?? 0)) * 1000) / count;
  const programs = Object.keys(after).filter((program) => program !== 'outside' && each(program) >= 0.0005);
  const all = programs.reduce((sum, program) => sum + each(program), 0);
  return {
    [`CPU ${what}: Usher and its Postgres (ms)`]: all,
    ...Object.fromEntries(programs.map((program) => [`CPU ${what}: ${program} (ms)`, each(program)])),
    ...(each('outside') > 0 && { [`CPU ${what}: card network and mail relay, not counted (ms)`]: each('outside') }),
  };
}

/** Where the latencies of something lie. */
export function latencies(what: string, spread: Spread | undefined): Figures {
  const { p50Ms = NaN, p99Ms = NaN, p999Ms = NaN } = spread ?? {};
  return { [`${what}: p50 (ms)`]: p50Ms, [`${what}: p99 (ms)`]: p99Ms, [`${what}: p99.9 (ms)`]: p999Ms };
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}

/** The value that so large a share of some numbers does not exceed. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
