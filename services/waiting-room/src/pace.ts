/**
 * How fast the line moves: pure rules. The number of buyers inside adapts as TCP adapts its window (additive or
 * gentle increase, multiplicative decrease; Chiu and Jain, 1989): a little more while what is sold is heard of
 * promptly, half when it is not.
 */

/** Facts of seats that are heard within this are prompt: nothing on the way to a ticket piles up. */
const PROMPT_MS = 1_000;
const SLOW_MS = 2_000;
const GROWTH = 1.1;
/** Passes for each free place: some who are let in buy nothing. */
const PASSES_PER_PLACE = 1.5;
/** Holds from which their mean size means something. */
const HOLDS_TO_JUDGE_BY = 20;

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** How many buyers may be inside from now on. `delayMs` is how late the newest hold was heard of; undefined: none lately. */
export function adaptTarget(
  target: number,
  { delayMs, isBinding, min, max }: Bounds & { delayMs: number | undefined; isBinding: boolean },
): number {
  if (delayMs !== undefined && delayMs > SLOW_MS) return Math.max(min, Math.floor(target / 2));
  const grown = isBinding && (delayMs === undefined || delayMs < PROMPT_MS) ? Math.ceil(target * GROWTH) : target;
  return Math.min(max, Math.max(min, grown));
}

export interface Stock {
  /** null: not known. */
  readonly free: number | null;
  readonly soldOut: boolean;
  readonly liveHolds: number;
  readonly holds: number;
  readonly heldPlaces: number;
}

/** True when nothing can be held at present; held places may come back. */
export function isSoldOut({ free, soldOut }: Pick<Stock, 'free' | 'soldOut'>): boolean {
  return soldOut || (free !== null && free <= 0);
}

/** How many more passes may be given now: room inside, and something left to buy with each. */
export function passesAllowed({ target, unused, stock }: { target: number; unused: number; stock: Stock }): number {
  if (isSoldOut(stock)) return 0;
  const inside = target - unused - stock.liveHolds;
  return Math.max(0, Math.min(inside, passesFor(stock) - unused));
}

/** The most passes that may be out unused while so much is free. */
export function passesFor({ free, holds, heldPlaces }: Stock): number {
  if (free === null) return Number.MAX_SAFE_INTEGER;
  if (holds < HOLDS_TO_JUDGE_BY) return free;
  return Math.max(1, Math.floor((free * PASSES_PER_PLACE * holds) / heldPlaces));
}

const ASK_SECONDS_MIN = 2;
const ASK_SECONDS_MAX = 30;
/** Before sales open nothing changes; only the last minute is watched. */
const WATCHED_SECONDS = 60;

/**
 * When asking again makes sense, in seconds: rarely enough that all who wait ask `pollsMax` times a second together,
 * and no oftener than a place that far back can change. Nobody is told to ask at a given moment: a crowd that asks
 * at the opening all at once would be the rush that the waiting room is there to prevent.
 */
export function askAgainSeconds({
  waiting,
  pollsMax,
  wait,
}: {
  waiting: number;
  pollsMax: number;
  wait: { readonly untilOpen: number } | { readonly forSeconds: number | undefined } | undefined;
}): number {
  const share = bounded(Math.ceil(waiting / pollsMax));
  if (wait === undefined) return ASK_SECONDS_MAX;
  if ('untilOpen' in wait) return wait.untilOpen > WATCHED_SECONDS ? ASK_SECONDS_MAX : share;
  return wait.forSeconds === undefined ? Math.max(share, bounded(5)) : Math.max(share, bounded(wait.forSeconds / 10));
}

function bounded(seconds: number): number {
  return Math.min(ASK_SECONDS_MAX, Math.max(ASK_SECONDS_MIN, Math.ceil(seconds)));
}

/** How long a place may still take, as a range; undefined when nobody was let in lately. */
export function estimateOf(place: number, perMinute: number | null): { from: number; to: number } | undefined {
  if (perMinute === null || perMinute <= 0) return undefined;
  const seconds = (place / perMinute) * 60;
  return { from: Math.floor(seconds * 0.75), to: Math.ceil(seconds * 1.35) + 5 };
}
