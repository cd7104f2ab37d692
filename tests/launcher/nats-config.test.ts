import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { systemClock } from '@usher/kit/clock';
import { createLog } from '@usher/kit/log';
import { openNatsCourier } from '@usher/kit/nats-courier';
import type { LogEntry } from '@usher/kit/outbox';
import { eventually } from '@usher/kit/testing';
import {
  answersAt,
  describeWith,
  freePort,
  type Program,
  startProgram,
  temporaryFolder,
} from '@usher/kit/testing-programs';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { natsConfig } from '../../run/nats-config.ts';

const users = [
  { service: 'seats', password: 'seats-secret' },
  { service: 'orders', password: 'orders-secret' },
];

describeWith('nats-server', "the broker's configuration", () => {
  let port: number;
  let server: Program;
  const open: NatsConnection[] = [];
  beforeAll(async () => {
    port = await freePort();
    const folder = temporaryFolder();
    const file = join(folder, 'nats-server.conf');
    writeFileSync(file, natsConfig({ port, storeDir: join(folder, 'store'), users }));
    server = await startProgram({ program: 'nats-server', args: ['--config', file], ready: () => answersAt(port) });
  });
  afterAll(async () => {
    await Promise.all(open.map((connection) => connection.close()));
    await server.stop();
  });

  const urlOf = (service: string): string => `nats://${service}:${service}-secret@127.0.0.1:${port}`;
  const courierOf = (service: string) =>
    openNatsCourier({ url: urlOf(service), client: service, log: createLog('silent'), clock: systemClock });
  const connectionOf = async (service: string): Promise<NatsConnection> => {
    const settings = { user: service, pass: `${service}-secret`, inboxPrefix: `_INBOX_${service}` };
    const connection = await connect({ servers: `127.0.0.1:${port}`, ...settings });
    open.push(connection);
    return connection;
  };

  it('lets each service tell its own facts, and the others hear them', async () => {
    const seats = await courierOf('seats');
    const orders = await courierOf('orders');
    const heard = new Set<string>();
    const hear = (who: string) => (entries: readonly LogEntry[]) => {
      for (const { number } of entries) heard.add(`${who} ${number}`);
    };
    orders.listen('seats', hear('seats'));
    seats.listen('orders', hear('orders'));
    let number = 0;
    await eventually(async () => {
      number += 1;
      seats.publish('seats', [{ number, facts: [] }]);
      orders.publish('orders', [{ number, facts: [] }]);
      expect([...heard].map((one) => one.split(' ')[0])).toEqual(expect.arrayContaining(['seats', 'orders']));
    });
    await Promise.all([seats.close(), orders.close()]);
  });

  it('lets no service tell the facts of another', async () => {
    const seats = await connectionOf('seats');
    await expect(jetstream(seats, { timeout: 1_000 }).publish('usher.facts.orders', '[]')).rejects.toThrow(
      /permission/i,
    );
    await expect(jetstream(seats).publish('usher.facts.seats', '[]')).resolves.toMatchObject({ stream: 'USHER_FACTS' });
  });

  it("lets no service read another's answers, listen past the stream, or delete it", async () => {
    const seats = await connectionOf('seats');
    for (const subject of ['_INBOX_orders.>', 'usher.facts.orders', '>']) {
      const heard = await new Promise((resolve) => seats.subscribe(subject, { callback: resolve }));
      expect(String(heard)).toMatch(/permission/i);
    }
    const manager = await jetstreamManager(seats, { checkAPI: false, timeout: 1_000 });
    await expect(manager.streams.delete('USHER_FACTS')).rejects.toThrow(/permission/i);
  });

  it("lets no service have the broker tell another's facts for it", async () => {
    const seats = await connectionOf('seats');
    const manager = await jetstreamManager(seats, { checkAPI: false, timeout: 1_000 });
    const forging = manager.consumers.add('USHER_FACTS', { name: 'forger', deliver_subject: 'usher.facts.orders' });
    await expect(forging).rejects.toThrow(/cycle/);
  });

  it('lets in nobody without a password', async () => {
    await expect(connect({ servers: `127.0.0.1:${port}`, reconnect: false })).rejects.toThrow(/authorization/i);
  });

  describe('written for users that cannot be', () => {
    it.each([
      ['a service that names a pattern', { service: 'seats.>', password: 'a' }],
      ['a password that would end its own string', { service: 'seats', password: '" permissions: {}' }],
    ])('refuses %s', (_what, user) => {
      expect(() => natsConfig({ port: 4222, storeDir: '/store', users: [user] })).toThrow(/seats|quotes/);
    });
  });
});
