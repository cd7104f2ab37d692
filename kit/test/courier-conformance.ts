/**
 * What every courier is held to, with a real producer behind its relay and real consumers: whatever
 * becomes of the entries on their way, each fact takes effect once and in the order it was told in.
 */
import type { Fact } from '@usher/contracts/contract';
import { systemClock } from '@usher/kit/clock';
import type { Courier } from '@usher/kit/courier';
import { createHealthWatch } from '@usher/kit/health';
import type { LogEntry } from '@usher/kit/outbox';
import { eventually } from '@usher/kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTellers, type Tellers } from './tellers.ts';

/** Each call opens what another process would have; `close` ends what carries between them. */
export interface Couriers {
  open(): Promise<Courier>;
  close(): Promise<void>;
}

type Listener = (entries: readonly LogEntry[]) => void;

/** What a bad network makes of deliveries. */
const MEDDLINGS: readonly (readonly [string, (listener: Listener) => Listener])[] = [
  ['come twice', (listener) => (entries) => [entries, entries].forEach(listener)],
  [
    'come in the wrong order',
    (listener) => inGroupsOf(3, (group) => group.toReversed().forEach((one) => listener([one]))),
  ],
  [
    'are delivered again much later',
    (listener) => {
      const all: LogEntry[] = [];
      return (entries) => {
        all.push(...entries);
        listener(all.slice(-10).concat(all.slice(0, 10)));
      };
    },
  ],
  ['are lost, every third', (listener) => (entries) => listener(entries.filter(({ number }) => number % 3 !== 0))],
  ['are all lost', () => () => undefined],
];

/** Runs the suite over a courier. */
export function conformance(name: string, openCouriers: () => Promise<Couriers>): void {
  describe(`facts carried ${name}`, () => {
    let couriers: Couriers;
    let tellers: Tellers;
    beforeEach(async () => {
      couriers = await openCouriers();
      tellers = await openTellers(() => couriers.open());
    });
    afterEach(async () => {
      await tellers.close();
      await couriers.close();
    });

    it('come at once, and the log is not read for them', async () => {
      await tellers.produce();
      const consumer = await tellers.consume({ pollMs: 60_000 });
      await consumer.untilCarried();
      await eventually(async () => expect(await tellers.taken()).toEqual(tellers.told()));
      const { pulls } = consumer;
      await tellers.tell('plum', 'quince');
      await tellers.tell('pear');
      await eventually(async () => expect(await tellers.taken()).toEqual(tellers.told()));
      expect(consumer.pulls).toBe(pulls);
    });

    it('come as they stand in the log, with fields that only newer versions know', async () => {
      const [from, to] = [await couriers.open(), await couriers.open()];
      const heard = new Map<number, LogEntry>();
      to.listen('seats', (entries) => {
        for (const entry of entries) heard.set(entry.number, entry);
      });
      const entry = { number: 1, facts: [{ ...forged, traceId: 'f'.repeat(32), newer: { field: null } }] };
      let number = 0;
      await eventually(async () => {
        number += 1;
        from.publish('seats', [{ ...entry, number }]);
        expect([...heard.values()].at(-1)?.facts).toEqual(entry.facts);
      });
      await Promise.all([from.close(), to.close()]);
    });

    it.each(MEDDLINGS)('take effect once and in order though entries %s', async (_what, meddle) => {
      await tellers.produce();
      await tellers.consume({ meddle });
      await tellers.tellMany(40);
      await eventually(async () => expect(await tellers.taken()).toEqual(tellers.told()));
    });

    it('are put aside when they fail again and again, and the others go on', async () => {
      await tellers.produce();
      await tellers.consume();
      await tellers.tell('plum', 'poison', 'pear');
      await tellers.tell('poison');
      await tellers.tell('quince');
      await eventually(async () => expect(await tellers.taken()).toEqual(['plum', 'pear', 'quince']));
      await eventually(async () => expect(await tellers.parked()).toEqual([1, 2]));
      const { look } = createHealthWatch({
        name: 'tickets',
        db: tellers.consumerDb,
        clock: systemClock,
        ready: () => Promise.resolve(undefined),
      });
      expect(await look()).toMatchObject({ parkedFacts: 2 });
    });

    it('wait for a consumer that is away', async () => {
      await tellers.produce();
      const consumer = await tellers.consume();
      await tellers.tellMany(5);
      await consumer.stop();
      await tellers.tellMany(20);
      await tellers.consume();
      await tellers.tellMany(5);
      await eventually(async () => expect(await tellers.taken()).toEqual(tellers.told()));
    });

    it('that were committed while no relay ran leave when the producer is back', async () => {
      const producer = await tellers.produce();
      await tellers.consume();
      await tellers.tellMany(5);
      await producer.stop();
      await tellers.tellMany(5);
      await tellers.produce();
      await tellers.tellMany(5);
      await eventually(async () => expect(await tellers.taken()).toEqual(tellers.told()));
    });

    it('take effect once and in order with two copies of the producer and two of the consumer', async () => {
      await tellers.produce();
      await tellers.produce();
      await tellers.consume();
      let comeLate = (): void => undefined;
      const late = await tellers.consume({
        pollMs: 60_000,
        meddle: (listener) => {
          const held: LogEntry[] = [];
          comeLate = () => {
            listener(held);
          };
          return (entries) => held.push(...entries);
        },
      });
      await late.untilCarried();
      await tellers.tellMany(40);
      await eventually(async () => {
        expect(await tellers.taken()).toEqual(tellers.told());
      });
      // It believes to be the first with entries that the other one has taken already.
      comeLate();
      await tellers.tellMany(10);
      await eventually(async () => {
        expect(late.attempts).toBeGreaterThan(0);
      });
      await late.stop();
      await tellers.tellMany(10);
      await eventually(async () => expect(await tellers.taken()).toEqual(tellers.told()));
    });

    it('are not held up by an entry that carries a number far ahead', async () => {
      await tellers.produce();
      const consumer = await tellers.consume();
      await consumer.untilCarried();
      const forger = await couriers.open();
      forger.publish('seats', [{ number: 10_000, facts: [forged] }]);
      await tellers.tellMany(10);
      await eventually(async () => expect(consumer.delivered).toContain(10_000));
      await tellers.tellMany(10);
      await eventually(async () => expect(await tellers.taken()).toEqual(tellers.told()));
      await forger.close();
    });
  });
}

const forged: Fact = {
  id: systemClock.newId(),
  name: 'jar.filled',
  version: 1,
  aggregateId: 'forged',
  aggregateVersion: 1,
  occurredAt: '2027-01-01T00:00:00.000Z',
  requestId: 'test-request',
  payload: { label: 'forged' },
};

function inGroupsOf(size: number, hand: (group: LogEntry[]) => void): Listener {
  const group: LogEntry[] = [];
  return (entries) => {
    for (const entry of entries) {
      group.push(entry);
      if (group.length === size) hand(group.splice(0));
    }
  };
}
