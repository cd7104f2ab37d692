/** What a generator is told to do and what it tells of it: plain values, since they cross the border of its process. */
import type { Spread } from './histogram.ts';

/**
 * `open`: arrivals come by the schedule, whether or not the ones before were served, and a latency counts from the
 * scheduled moment, so that a server that stalls cannot hide it. `closed`: so many lanes, each asking again as soon as
 * it is answered; it finds the highest rate, and its latencies say nothing about a crowd.
 */
export type Pace =
  | { readonly kind: 'open'; readonly phases: readonly Phase[] }
  | { readonly kind: 'closed'; readonly lanes: number };

/** So many arrivals a second for so long; the last phase goes on to the end of the plan. */
export interface Phase {
  readonly perSecond: number;
  readonly seconds: number;
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With `/api` where it is of the API. */
  readonly path: string;
  readonly body?: string;
  /** Further header lines, each with its line end. */
  readonly headers?: string;
  /** Sends an Idempotency-Key of its own with each. */
  readonly keyed?: boolean;
}

/** One request an arrival; arrival i makes request i and shows token i, both counted round and round. */
export interface Asking {
  readonly kind: 'ask';
  readonly requests: readonly Request[];
  readonly tokens: readonly string[];
  /** The body of each yes is told too. */
  readonly keep?: boolean;
}

/** Each arrival is a new guest who holds the seats of a wish nobody has, orders and pays. */
export interface Buying {
  readonly kind: 'buy';
  readonly eventId: string;
  readonly wishes: readonly (readonly string[])[];
  /** How often somebody who is told to come back later does so, before anything is held and afterwards. */
  readonly returns: { readonly first: number; readonly later: number };
}

export interface Plan {
  /** Origin of the server. */
  readonly url: string;
  readonly connections: number;
  readonly pace: Pace;
  /** It ends with this many arrivals, or after so many seconds. */
  readonly count: number;
  readonly secondsMax?: number;
  readonly story: Asking | Buying;
}

/** One second since the first arrival. */
export interface Second {
  /** What ended in it, by verdict. */
  readonly ended: Readonly<Record<string, number>>;
  /** What became of those who arrived in it, and how long it took. */
  readonly arrived: Readonly<Record<string, number>>;
  readonly p99Ms: number;
}

export interface Outcome {
  /** From the first arrival to the last answer. */
  readonly seconds: number;
  readonly arrivals: number;
  /** By what came of it: `201`, `409 seats_taken`, `bought`, `0 connection lost`, … */
  readonly verdicts: Readonly<Record<string, Spread>>;
  /** By single request of a story of several. */
  readonly steps: Readonly<Record<string, Spread>>;
  readonly timeline: readonly Second[];
  /** When each arrival was begun, in milliseconds of the machine's clock since its start. */
  readonly begunAt: Float64Array;
  /** By arrival, the bodies that were to be kept. */
  readonly kept: readonly unknown[];
  /** Processor time of the generator itself. */
  readonly cpuSeconds: number;
}
