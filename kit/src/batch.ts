/**
 * The one primitive hot writes share: concurrent calls of one verb become one set-based statement
 * and one commit. There is no timer: the next batch leaves as soon as a lane is free, so an idle
 * service answers at once and a busy one batches more the busier it is. (A 2 ms window measured
 * four times slower at low load and no faster at high load; two lanes of 64 let Node fill the next
 * batch while Postgres commits the last.) A further lane opens only for a batch worth its commit: a
 * handful of calls rather waits for the lane that is under way, and costs a third of what it would alone.
 *
 * Promises: every caller gets its own answer; calls that share a key are decided in arrival order
 * (within one batch by the verb itself, across lanes by waiting for the lane that holds the key);
 * the queue is bounded and says no early; when a batch fails its calls are run one by one, so a
 * poison call hurts nobody else, and one that another process overtook finds what that one did;
 * when the outcome of a commit is unknown, `recall` looks the caller-made ids up before anything
 * is repeated.
 */
import type { Clock } from './clock.ts';
import { CommitUnknownError, OvertakenError } from './database.ts';
import type { Metrics } from './metrics.ts';
import { refuse, RefusedError } from './refusal.ts';

export interface BatchOptions<In, Out> {
  readonly name: string;
  /** Batches on their way at once. */
  readonly lanes: number;
  /** Calls in one batch at most. */
  readonly cap: number;
  /** Calls waiting at most; one more is refused with 503 `overloaded`. */
  readonly queueMax: number;
  /** What a call touches. Calls in flight on another lane with the same key make it wait. */
  keys?(input: In): readonly string[];
  /** Decides all inputs, in order, in one commit; gives one answer for each. */
  run(inputs: readonly In[]): Promise<readonly Out[]>;
  /** After a commit of unknown outcome: the answer of each input that is found stored, else undefined. */
  recall?(inputs: readonly In[]): Promise<readonly (Out | undefined)[]>;
  readonly metrics: Metrics;
  readonly clock: Pick<Clock, 'monotonic'>;
}

interface Waiting<In, Out> {
  readonly input: In;
  readonly keys: readonly string[];
  readonly since: number;
  resolve(out: Out): void;
  reject(error: unknown): void;
}

export interface Batch<In, Out> {
  (input: In): Promise<Out>;
  /** Resolves when nothing waits and no lane is busy. */
  drained(): Promise<void>;
}

/** Makes the batched form of a verb. */
export function batch<In, Out>(options: BatchOptions<In, Out>): Batch<In, Out> {
  const lanes = new Lanes(options);
  return Object.assign((input: In) => lanes.call(input), { drained: () => lanes.drained() });
}

/** So large a part of a full batch must wait before a second lane is opened. */
const FURTHER_LANE_SHARE = 4;
/** A call that other processes overtake again and again is given up after so many tries alone. */
const OVERTAKEN_MAX = 3;
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128];
const WAIT_SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2];

/** The waiting calls and the lanes that take them. */
class Lanes<In, Out> {
  readonly #options: BatchOptions<In, Out>;
  readonly #gauges: ReturnType<typeof gaugesOf>;
  readonly #drainers: (() => void)[] = [];
  readonly #busyKeys = new Set<string>();
  #waiting: Waiting<In, Out>[] = [];
  #busyLanes = 0;
  #scheduled = false;

  constructor(options: BatchOptions<In, Out>) {
    this.#options = options;
    this.#gauges = gaugesOf(options.metrics);
  }

  call(input: In): Promise<Out> {
    const { name, queueMax, keys, clock } = this.#options;
    if (this.#waiting.length >= queueMax) return Promise.reject(overloaded(name));
    return new Promise<Out>((resolve, reject) => {
      this.#waiting.push({
        input,
        keys: keys?.(input) ?? [],
        since: clock.monotonic(),
        resolve,
        reject,
      });
      this.#schedule();
    });
  }

  drained(): Promise<void> {
    if (this.#busyLanes === 0 && this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#drainers.push(resolve));
  }

  #schedule(): void {
    const { lanes } = this.#options;
    if (this.#scheduled || this.#busyLanes >= lanes || this.#waiting.length < this.#worthALane()) return;
    this.#scheduled = true;
    // After the poll phase, so that every request already read from the sockets joins this batch.
    setImmediate(() => {
      this.#scheduled = false;
      while (this.#busyLanes < lanes && this.#waiting.length >= this.#worthALane()) {
        const next = this.#take();
        if (next.length === 0) break;
        void this.#dispatch(next);
      }
    });
  }

  #worthALane(): number {
    return this.#busyLanes === 0 ? 1 : Math.ceil(this.#options.cap / FURTHER_LANE_SHARE);
  }

  /** The longest waiting calls that touch nothing another lane is deciding; whoever is passed over keeps its keys reserved. */
  #take(): Waiting<In, Out>[] {
    const taken: Waiting<In, Out>[] = [];
    const passed: Waiting<In, Out>[] = [];
    const reserved = new Set<string>();
    let index = 0;
    for (; index < this.#waiting.length && taken.length < this.#options.cap; index += 1) {
      const entry = this.#waiting[index];
      if (!entry) break;
      if (entry.keys.some((key) => this.#busyKeys.has(key) || reserved.has(key))) {
        for (const key of entry.keys) reserved.add(key);
        passed.push(entry);
      } else taken.push(entry);
    }
    this.#waiting = passed.concat(this.#waiting.slice(index));
    this.#gauges.queue.set({ batch: this.#options.name }, this.#waiting.length);
    return taken;
  }

  async #dispatch(entries: readonly Waiting<In, Out>[]): Promise<void> {
    const { name, clock } = this.#options;
    this.#busyLanes += 1;
    const keys = new Set(entries.flatMap((entry) => entry.keys));
    for (const key of keys) this.#busyKeys.add(key);
    this.#gauges.sizes.observe({ batch: name }, entries.length);
    const [first] = entries;
    if (first) this.#gauges.waits.observe({ batch: name }, (clock.monotonic() - first.since) / 1000);
    await decide(this.#options, entries);
    for (const key of keys) this.#busyKeys.delete(key);
    this.#busyLanes -= 1;
    this.#schedule();
    if (this.#busyLanes === 0 && this.#waiting.length === 0) for (const done of this.#drainers.splice(0)) done();
  }
}

function gaugesOf(metrics: Metrics) {
  return {
    sizes: metrics.histogram('usher_batch_size', 'Calls in one batch', ['batch'], SIZES),
    waits: metrics.histogram('usher_batch_wait_seconds', 'Time from call to batch', ['batch'], WAIT_SECONDS),
    queue: metrics.gauge('usher_batch_queue', 'Calls waiting for a lane', ['batch']),
  };
}

/** Runs a batch and settles every caller; never throws. */
async function decide<In, Out>(options: BatchOptions<In, Out>, entries: readonly Waiting<In, Out>[]): Promise<void> {
  try {
    settle(entries, await options.run(entries.map((entry) => entry.input)), options.name);
  } catch (error) {
    let open = entries;
    if (error instanceof CommitUnknownError) open = await recallAll(options, entries);
    if (open.length === 1 && !(error instanceof CommitUnknownError || error instanceof OvertakenError)) {
      open[0]?.reject(error);
      return;
    }
    for (const entry of open) await decideAlone(options, entry);
  }
}

async function decideAlone<In, Out>(
  options: BatchOptions<In, Out>,
  entry: Waiting<In, Out>,
  triesLeft = OVERTAKEN_MAX,
): Promise<void> {
  try {
    settle([entry], await options.run([entry.input]), options.name);
  } catch (error) {
    if (error instanceof OvertakenError && triesLeft > 1) await decideAlone(options, entry, triesLeft - 1);
    else entry.reject(error);
  }
}

/** Answers the calls found stored; gives back those that are not. */
async function recallAll<In, Out>(
  options: BatchOptions<In, Out>,
  entries: readonly Waiting<In, Out>[],
): Promise<readonly Waiting<In, Out>[]> {
  if (!options.recall) return entries;
  try {
    const found = await options.recall(entries.map((entry) => entry.input));
    return entries.filter((entry, i) => {
      const out = found[i];
      if (out !== undefined) entry.resolve(out);
      return out === undefined;
    });
  } catch (error) {
    for (const entry of entries) entry.reject(error);
    return [];
  }
}

function settle<In, Out>(entries: readonly Waiting<In, Out>[], outs: readonly Out[], name: string): void {
  if (outs.length !== entries.length)
    throw new Error(`batch ${name}: ${outs.length} answers for ${entries.length} calls`);
  entries.forEach((entry, i) => {
    entry.resolve(outs[i] as Out);
  });
}

function overloaded(name: string): RefusedError {
  return new RefusedError(
    refuse('overloaded', { detail: `Too many calls are waiting (${name}).`, retryAfterSeconds: 1 }),
  );
}
