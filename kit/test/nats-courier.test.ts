import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { systemClock } from '@usher/kit/clock';
import type { Courier } from '@usher/kit/courier';
import { openNatsCourier } from '@usher/kit/nats-courier';
import { eventually } from '@usher/kit/testing';
import { describeWith, freePort } from '@usher/kit/testing-programs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conformance } from './courier-conformance.ts';
import { silent } from './jars.ts';
import { type Broker, openBroker } from './nats-broker.ts';
import { openTellers, type Tellers } from './tellers.ts';

const courierAt = (url: string): Promise<Courier> =>
  openNatsCourier({ url, client: 'test', log: silent, clock: systemClock });

describeWith('nats-server', 'the courier over NATS', () => {
  conformance('over NATS', async () => {
    const broker = await openBroker();
    return { open: () => courierAt(broker.url), close: () => broker.stop() };
  });

  describe('when the broker is in trouble', () => {
    let broker: Broker;
    let tellers: Tellers;
    beforeEach(async () => {
      broker = await openBroker();
      tellers = await openTellers(() => courierAt(broker.url));
    });
    afterEach(async () => {
      await broker.kill('SIGCONT');
      await tellers.close();
      await broker.stop();
    });
    const allTaken = () =>
      eventually(async () => {
        expect(await tellers.taken()).toEqual(tellers.told());
      });

    it('nothing is lost or doubled when it is killed in the middle, and it carries again when it is back', async () => {
      await tellers.produce();
      const consumer = await tellers.consume();
      await consumer.untilCarried();
      const telling = tellers.tellMany(80);
      await consumer.untilDelivered(20);
      await broker.kill('SIGKILL');
      await telling;
      await allTaken();
      await broker.restart();
      await tellers.tellMany(20);
      await consumer.untilCarried();
      await allTaken();
    });

    it('nothing is lost or doubled when its store is wiped in the middle, and it carries again', async () => {
      await tellers.produce();
      const consumer = await tellers.consume();
      await consumer.untilCarried();
      const telling = tellers.tellMany(200);
      await consumer.untilDelivered(20);
      await broker.kill('SIGKILL');
      await broker.wipe();
      await broker.restart();
      await telling;
      await consumer.untilCarried();
      await allTaken();
    });

    it('facts are pulled while it hangs, and it carries again when it goes on', async () => {
      await tellers.produce();
      const consumer = await tellers.consume();
      await consumer.untilCarried();
      await broker.kill('SIGSTOP');
      const hungSince = performance.now();
      // What hangs for three seconds misses its heartbeats and leaves publishers without an answer.
      while (performance.now() - hungSince < 3_000) {
        await tellers.tellMany(10);
        await allTaken();
      }
      await broker.kill('SIGCONT');
      await consumer.untilCarried();
      await tellers.tellMany(20);
      await allTaken();
    });

    it('it carries again after the stream was deleted under it', async () => {
      await tellers.produce();
      const consumer = await tellers.consume();
      await consumer.untilCarried();
      const connection = await connect({ servers: broker.url });
      await (await jetstreamManager(connection)).streams.delete('USHER_FACTS');
      await connection.close();
      await tellers.tellMany(10);
      await consumer.untilCarried();
      await allTaken();
    });

    it('messages that are no entries are dropped, and those after them are carried', async () => {
      await tellers.produce();
      const consumer = await tellers.consume();
      await consumer.untilCarried();
      const connection = await connect({ servers: broker.url });
      for (const garbage of ['', '{', 'null', '[{"number":"1"}]', '[{"number":-1,"facts":[]}]', '\xff'.repeat(10_000)])
        await jetstream(connection).publish('usher.facts.seats', garbage);
      await connection.close();
      await consumer.untilCarried();
      await allTaken();
    });

    it('an entry too large for a message is pulled', async () => {
      await tellers.produce();
      await tellers.consume();
      await tellers.tell('plum');
      await tellers.tell('x'.repeat(300_000));
      await tellers.tell('pear');
      await allTaken();
    });
  });

  it('keeps one bounded stream, which forgets', async () => {
    const broker = await openBroker();
    const courier = await courierAt(broker.url);
    courier.listen('seats', () => undefined);
    const connection = await connect({ servers: broker.url });
    const administration = await jetstreamManager(connection);
    await eventually(async () => {
      expect((await administration.streams.info('USHER_FACTS')).config).toMatchObject({
        subjects: ['usher.facts.*'],
        storage: 'file',
        discard: 'old',
        max_age: 3_600 * 1e9,
        max_bytes: 256 * 1_024 * 1_024,
      });
    });
    await connection.close();
    await courier.close();
    await broker.stop();
  });
});

describe('the courier over a NATS that is not there', () => {
  it('opens, tells its own process, and closes', async () => {
    const courier = await courierAt(`nats://127.0.0.1:${await freePort()}`);
    const heard: number[] = [];
    courier.listen('seats', (entries) => heard.push(...entries.map(({ number }) => number)));
    courier.publish('seats', [{ number: 1, facts: [] }]);
    expect(heard).toEqual([1]);
    await courier.close();
  });
});
