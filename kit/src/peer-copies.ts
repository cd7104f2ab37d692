/**
 * All copies of one peer as one: each request goes to the least busy copy that is well. What could
 * not be sent is sent to another; what broke off is repeated once where that is harmless, and only
 * while repeats are few: a peer in trouble is not asked twice as much.
 */
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { type Lookup, readAddresses, urlOf } from './peer-addresses.ts';
import {
  type CopyState,
  NoAnswer,
  openPeerCopy,
  type PeerAnswer,
  type PeerCopy,
  type PeerRequest,
  type Sort,
  sortOf,
} from './peer-copy.ts';
import { RefusedError, refuse } from './refusal.ts';

export type { PeerAnswer, PeerRequest } from './peer-copy.ts';

export interface PeerCopies {
  /**
   * Sends to the least busy copy that is well, with the time left in `usher-timeout-ms`. Whatever a
   * copy answers is the answer. Throws RefusedError (`unavailable`, again after a second) when none
   * answered, and the reason of the request's own signal when that ended it.
   */
  send(request: PeerRequest): Promise<PeerAnswer>;
  /** Base URLs of all copies known now. Throws RefusedError when none ever was. */
  urls(): Promise<readonly string[]>;
  /** Cuts what is still under way. */
  close(): Promise<void>;
}

export interface PeerCopiesOptions {
  readonly service: string;
  /** One or several URLs by comma; a name may stand for several addresses, and each is a copy. */
  readonly addresses: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics?: Metrics;
  /** Looks names up; the system's way when absent. */
  readonly lookup?: Lookup;
}

const WATCH_MS = 1_000;
/** Every so many looks a copy that is well is asked too: it may be about to stop. */
const WELL_EVERY = 5;
/** A peer nobody asks is not watched. */
const UNASKED_MS = 10_000;

/** Opens no connection yet. Throws when the addresses cannot be read. */
export function openPeerCopies(options: PeerCopiesOptions): PeerCopies {
  const addresses = readAddresses(options);
  const copies = new Map<string, PeerCopy>();
  const budget = repeatBudget();
  const watch = watchCopies(options, copies);
  const tell = tellOutcomes(options);
  let turn = 0;

  async function known(): Promise<readonly PeerCopy[]> {
    const found = new Map((await addresses.current()).map((at) => [urlOf(at), at]));
    for (const [url, copy] of copies) {
      if (found.has(url)) continue;
      copies.delete(url);
      void copy.close(true);
    }
    for (const [url, at] of found) if (!copies.has(url)) copies.set(url, openPeerCopy(at));
    return [...copies.values()];
  }
  const unavailable = (cause?: unknown): RefusedError => unavailableAt(options.service, cause);
  const knownOrRefused = (): Promise<readonly PeerCopy[]> =>
    known().catch((error: unknown) => {
      throw unavailable(error);
    });

  async function send(request: PeerRequest): Promise<PeerAnswer> {
    const end = options.clock.monotonic() + request.timeoutMs;
    const left = (): number => end - options.clock.monotonic();
    const all = await knownOrRefused();
    const passed = new Set<PeerCopy>();
    const sort = sortOf(request);
    watch.asked();
    budget.earn();
    for (let mayRepeat = request.repeatable, last: unknown; ; ) {
      const copy = choose(all, passed, sort, (turn += 1));
      if (!copy) {
        tell(last === undefined ? 'refused' : 'failed');
        throw unavailable(last);
      }
      try {
        const answer = await copy.send(request, left());
        tell('answered');
        return answer;
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        last = error;
        const again =
          left() > 0 && isUnsent(request.body) && (error.kind === 'unopened' || (mayRepeat && budget.take()));
        if (error.kind === 'late' || !again) {
          tell('failed');
          throw unavailable(error);
        }
        tell('repeated');
        if (error.kind === 'broken') mayRepeat = false;
        // The only copy there is may have dropped nothing but a connection.
        if (error.kind === 'unopened' || all.length > 1) passed.add(copy);
      }
    }
  }

  return {
    send,
    urls: async () => (await knownOrRefused()).map((copy) => copy.url),
    async close() {
      watch.stop();
      await Promise.all([...copies.values()].map((copy) => copy.close(false)));
    },
  };
}

function unavailableAt(service: string, cause: unknown): RefusedError {
  return new RefusedError(
    refuse('unavailable', { detail: `${service} does not answer.`, retryAfterSeconds: 1 }),
    cause,
  );
}

/**
 * The least busy of the well ones, by turns where several are; where none is known to be well, of
 * those that at least may answer. Undefined when the circuit of all is open.
 */
function choose(
  all: readonly PeerCopy[],
  passed: ReadonlySet<PeerCopy>,
  sort: Sort,
  turn: number,
): PeerCopy | undefined {
  const inState = (state: CopyState): PeerCopy[] => all.filter((copy) => copy.state() === state && !passed.has(copy));
  const well = inState('well');
  const among = well.length > 0 ? well : inState('aside');
  let best: PeerCopy | undefined;
  for (let i = 0; i < among.length; i += 1) {
    const copy = among[(turn + i) % among.length];
    if (copy && (!best || copy.busy(sort) < best.busy(sort))) best = copy;
  }
  return best;
}

/** A body that is a stream can be sent once. */
function isUnsent(body: PeerRequest['body']): boolean {
  if (body === null || typeof body === 'string' || body instanceof Uint8Array) return true;
  return !body.readableDidRead && !body.destroyed;
}

/**
 * Repeats are a tenth of all requests at most, and a few at first: a token bucket, as in
 * https://sre.google/sre-book/addressing-cascading-failures/ ("retry budgets").
 */
function repeatBudget(): { earn(): void; take(): boolean } {
  const most = 10;
  let tokens = most;
  return {
    earn() {
      tokens = Math.min(most, tokens + 0.1);
    },
    take() {
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}

/** Asks the copies how they are for as long as somebody asks them for something else. */
function watchCopies(
  { clock, log, service, metrics }: PeerCopiesOptions,
  copies: ReadonlyMap<string, PeerCopy>,
): { asked(): void; stop(): void } {
  const states = metrics?.gauge('usher_peer_copies', 'Copies of a peer by how they are', ['peer', 'state']);
  const seen = new Map<string, CopyState>();
  let timer: NodeJS.Timeout | undefined;
  let askedAt = 0;
  let looks = 0;
  const look = async (): Promise<void> => {
    looks += 1;
    const asked = [...copies].filter(([, copy]) => copy.state() !== 'well' || looks % WELL_EVERY === 0);
    await Promise.all(asked.map(([, copy]) => copy.probe()));
    for (const [url, copy] of asked) {
      const state = copy.state();
      if ((seen.get(url) ?? 'well') !== state) log.info({ peer: service, url, state }, 'a copy of a peer is otherwise');
      seen.set(url, state);
    }
    for (const state of ['well', 'aside', 'open'] as const)
      states?.set({ peer: service, state }, [...copies.values()].filter((copy) => copy.state() === state).length);
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    asked() {
      askedAt = clock.monotonic();
      if (timer) return;
      for (const copy of copies.values()) copy.forget();
      timer = setInterval(() => {
        if (clock.monotonic() - askedAt > UNASKED_MS) stop();
        else void look();
      }, WATCH_MS).unref();
    },
    stop,
  };
}

type Outcome = 'answered' | 'repeated' | 'failed' | 'refused';

function tellOutcomes({ metrics, service }: PeerCopiesOptions): (outcome: Outcome) => void {
  const requests = metrics?.counter('usher_peer_requests_total', 'Requests to peers by outcome', ['peer', 'outcome']);
  return (outcome) => requests?.inc({ peer: service, outcome });
}
