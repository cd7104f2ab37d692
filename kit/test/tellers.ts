/** A producer that tells of jars and its consumers, each as a process of its own would be: databases, relay, followers. */
import type { Fact } from '@usher/contracts/contract';
import { systemClock } from '@usher/kit/clock';
import type { Courier } from '@usher/kit/courier';
import { type Database, sql, type Transaction } from '@usher/kit/database';
import { follow } from '@usher/kit/inbox';
import { type LogEntry, readLog, record, type Relay, startRelay } from '@usher/kit/outbox';
import { eventually } from '@usher/kit/testing';
import { expect } from 'vitest';
import { newJar, openJars, poolOn, silent } from './jars.ts';

export interface Stoppable {
  stop(): Promise<void>;
}

export interface Consumer extends Stoppable {
  /** How often the producer's log was read. */
  readonly pulls: number;
  /** How often a transaction was tried. */
  readonly attempts: number;
  /** The numbers that the courier brought, as often as it brought them. */
  readonly delivered: readonly number[];
  /** Waits until the courier has brought that many entries more. */
  untilDelivered(count: number): Promise<void>;
  /** Tells until the courier has brought something told after this call. */
  untilCarried(): Promise<void>;
}

export interface ConsumeOptions {
  readonly pollMs?: number;
  /** What becomes of deliveries on their way. */
  meddle?(listener: (entries: readonly LogEntry[]) => void): (entries: readonly LogEntry[]) => void;
}

export interface Tellers {
  readonly consumerDb: Database;
  /** Starts a copy of the producer. */
  produce(): Promise<Stoppable>;
  /** Starts a copy of the consumer. */
  consume(options?: ConsumeOptions): Promise<Consumer>;
  /** Commits facts in one transaction. */
  tell(...labels: string[]): Promise<void>;
  /** Commits that many facts, one after another. */
  tellMany(count: number): Promise<void>;
  told(): readonly string[];
  /** The labels in the order they took effect. */
  taken(): Promise<string[]>;
  /** The numbers of the entries whose facts were put aside. */
  parked(): Promise<number[]>;
  close(): Promise<void>;
}

const POLL_MS = 100;

/** Opens the two databases; every producer and consumer gets a courier of its own. */
export async function openTellers(openCourier: () => Promise<Courier>): Promise<Tellers> {
  const producerDb = await openJars();
  const consumerDb = await openJars();
  await consumerDb.session((client) =>
    client.query('create table taken (place bigint generated always as identity, label text not null)'),
  );
  const told: string[] = [];
  const running: Stoppable[] = [];
  const relays = new Set<Relay>();
  const tell = async (...labels: string[]): Promise<void> => {
    const facts = labels.map((label) => factOf(newJar(label)));
    await producerDb.transaction((tx) => record(tx, systemClock, facts));
    told.push(...labels);
    for (const relay of relays) relay.nudge();
  };
  const kept = <One extends Stoppable>(one: One): One => {
    running.push(one);
    return one;
  };
  return {
    consumerDb,
    produce: async () => kept(startProducer(producerDb, await openCourier(), relays)),
    consume: async (options = {}) =>
      kept(startConsumer({ ...options, producerDb, consumerDb, courier: await openCourier(), tell })),
    tell,
    async tellMany(count) {
      for (let i = 0; i < count; i += 1) await tell(`jar ${told.length}`);
    },
    told: () => told,
    async taken() {
      const rows = await consumerDb.query<{ label: string }>(sql`select label from taken order by place`);
      return rows.map(({ label }) => label);
    },
    async parked() {
      const rows = await consumerDb.query<{ number: number }>(sql`select number from parked_fact order by number`);
      return rows.map(({ number }) => number);
    },
    async close() {
      await Promise.all(running.map((one) => one.stop()));
      await Promise.all([producerDb.close(), consumerDb.close()]);
    },
  };
}

function startProducer(db: Database, courier: Courier, relays: Set<Relay>): Stoppable {
  const ending = new AbortController();
  const deliver = (entries: readonly LogEntry[]): void => {
    courier.publish('seats', entries);
  };
  const relay = startRelay({ db, log: silent, pollMs: POLL_MS, signal: ending.signal, deliver });
  relays.add(relay);
  return {
    stop: once(async () => {
      relays.delete(relay);
      ending.abort();
      await relay.done;
      await courier.close();
    }),
  };
}

interface ConsumerParts extends ConsumeOptions {
  readonly producerDb: Database;
  readonly consumerDb: Database;
  readonly courier: Courier;
  tell(label: string): Promise<void>;
}

function startConsumer({ producerDb, consumerDb, courier, tell, pollMs = POLL_MS, meddle }: ConsumerParts): Consumer {
  const ending = new AbortController();
  const pool = poolOn(consumerDb.url);
  const counts = { pulls: 0, attempts: 0 };
  const transaction: Database['transaction'] = (work) => {
    counts.attempts += 1;
    return pool.transaction(work);
  };
  const follower = follow({
    producer: 'seats',
    db: { ...pool, transaction },
    log: silent,
    clock: systemClock,
    handlers: new Map([['jar.filled', take]]),
    pull(after, limit) {
      counts.pulls += 1;
      return readLog(producerDb, after, limit);
    },
    pollMs,
    signal: ending.signal,
  });
  const delivered: number[] = [];
  courier.listen('seats', (entries) => delivered.push(...entries.map(({ number }) => number)));
  courier.listen('seats', meddle?.(follower.deliver) ?? follower.deliver);
  return {
    get pulls() {
      return counts.pulls;
    },
    get attempts() {
      return counts.attempts;
    },
    delivered,
    async untilDelivered(count) {
      const wanted = delivered.length + count;
      await eventually(async () => {
        expect(delivered.length).toBeGreaterThanOrEqual(wanted);
      });
    },
    async untilCarried() {
      const [head] = await producerDb.query<{ number: number }>(sql`select number from outbox_head`);
      await eventually(async () => {
        await tell('marker');
        expect(delivered.some((number) => number > (head?.number ?? 0))).toBe(true);
      }, 20_000);
    },
    stop: once(async () => {
      ending.abort();
      await follower.done;
      await courier.close();
      await pool.close();
    }),
  };
}

const factOf = (jar: ReturnType<typeof newJar>) => ({
  name: 'jar.filled',
  version: 1,
  aggregateId: jar.id,
  aggregateVersion: 1,
  requestId: 'test-request',
  payload: jar,
});

/** Writes each label down: taking one twice, not at all, or before an earlier one shows. */
async function take(tx: Transaction, facts: readonly Fact[]): Promise<void> {
  for (const { id, payload } of facts) {
    const { label } = payload as { label: string };
    if (label === 'poison') await tx.query(sql`insert into jar values (${id}, 'too full', 101)`);
    await tx.query(sql`insert into taken (label) values (${label})`);
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
