import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChildPlan } from '../../run/child.ts';
import { announcement } from '../../run/cluster-announcement.ts';
import { readClusterOptions } from '../../run/cluster-options.ts';
import { planCluster, processesOf } from '../../run/cluster-plan.ts';
import { programsFor } from '../../run/cluster-programs.ts';
import { type ClusterSettings, type Placement, portsFor } from '../../run/cluster-settings.ts';
import { findPrograms } from '../../run/programs.ts';
import { keptSecrets, passwordFor } from '../../run/secrets.ts';
import { folder } from './launching.ts';

const TWO_COPIES: Placement = { copies: 2, edge: 'nginx', nats: true, redis: true };
const NODE_EDGE: Placement = { copies: 1, edge: 'node', nats: true, redis: false };
const secrets = { cardProviderKey: 'c'.repeat(43), cardWebhookSecret: 'w'.repeat(43), programsKey: 'p'.repeat(43) };
const databaseUrls = new Map(
  ['accounts', 'catalog', 'seats', 'orders', 'payments', 'tickets', 'notifications', 'waiting-room'].map((name) => [
    name,
    `postgres://usher:secret@127.0.0.1:15432/usher_${name}`,
  ]),
);

function planned(placement: Placement, changes: Partial<ClusterSettings> = {}) {
  return planCluster({
    placement,
    ports: portsFor(3000),
    dataDir: '/srv/usher',
    publicUrl: 'https://tickets.example',
    databaseUrls,
    secrets,
    programs: { nginx: '/sbin/nginx', 'nats-server': '/bin/nats-server', 'redis-server': '/bin/redis-server' },
    env: { PATH: '/bin', HOLD_SECONDS: '60' },
    node: { program: '/bin/node', dist: '/opt/usher/dist' },
    isRoot: false,
    ...changes,
  });
}

function find(processes: readonly ChildPlan[], name: string, copy = 1): ChildPlan {
  const found = processes.find((each) => each.name === name && each.copy === copy);
  if (found === undefined) throw new Error(`${name} ${copy} is not planned`);
  return found;
}

describe('a planned cluster of two copies behind nginx', () => {
  const plan = planned(TWO_COPIES);
  const all = processesOf(plan);

  it('has two processes of each of the nine services, a broker, a cache, and nginx as its entry', () => {
    const services = ['gateway', ...databaseUrls.keys()];
    for (const name of services)
      expect(all.filter((each) => each.name === name).map(({ copy }) => copy)).toEqual([1, 2]);
    expect(all).toHaveLength(services.length * 2 + 3);
    expect(plan.brokers.map(({ name }) => name)).toEqual(['nats', 'redis']);
    expect([plan.entry.name, plan.entry.url]).toEqual(['nginx', 'http://127.0.0.1:3000']);
  });

  it('gives each process a port and a log file of its own, the first copies where a single service would listen', () => {
    const urls = all.map(({ url }) => new URL(url).port);
    expect(new Set(urls).size).toBe(all.length);
    expect(new Set(all.map(({ log }) => log)).size).toBe(all.length);
    expect(find(all, 'accounts').url).toBe('http://127.0.0.1:3001');
    expect(find(all, 'notifications').url).toBe('http://127.0.0.1:3007');
    expect(find(all, 'waiting-room').url).toBe('http://127.0.0.1:3008');
    expect(find(all, 'seats', 2).url).toBe('http://127.0.0.1:3103');
    expect(find(all, 'gateway').url).toBe('http://127.0.0.1:3010');
    expect(find(all, 'gateway', 2).url).toBe('http://127.0.0.1:3110');
    expect(find(all, 'seats', 2).log).toBe('/srv/usher/logs/seats-2.log');
  });

  it('tells each service its own database and no other, and all copies of every peer', () => {
    const { env } = find(all, 'payments', 2);
    expect(env['PORT']).toBe('3105');
    expect(env['PAYMENTS_DATABASE_URL']).toBe(databaseUrls.get('payments'));
    expect(Object.keys(env).filter((name) => name.endsWith('DATABASE_URL'))).toEqual(['PAYMENTS_DATABASE_URL']);
    expect(env['ORDERS_URL']).toBe('http://127.0.0.1:3004,http://127.0.0.1:3104');
    expect(env['WAITING_ROOM_URL']).toBe('http://127.0.0.1:3008,http://127.0.0.1:3108');
    expect(find(all, 'waiting-room').env['WAITING_ROOM_DATABASE_URL']).toBe(databaseUrls.get('waiting-room'));
    expect([env['PUBLIC_URL'], env['HOLD_SECONDS'], env['HOST']]).toEqual([
      'https://tickets.example',
      '60',
      '127.0.0.1',
    ]);
  });

  it('lets each service speak to the broker as itself, with a password the broker knows', () => {
    const [seats, orders] = ['seats', 'orders'].map((name) => new URL(find(all, name).env['NATS_URL'] ?? ''));
    expect(seats?.username).toBe('seats');
    expect(seats?.password).not.toBe(orders?.password);
    const config = plan.files.find((file) => file.path.endsWith('nats-server.conf'));
    expect(config?.text).toContain(seats?.password);
    expect(find(all, 'seats', 2).env['NATS_URL']).toBe(seats?.href);
  });

  it('lets all share one cache that writes nothing to disk, is bounded, and asks for a password', () => {
    const config = plan.files.find((file) => file.path.endsWith('redis.conf'))?.text ?? '';
    expect(config).toMatch(/^save ""$/m);
    expect(config).toMatch(/^appendonly no$/m);
    expect(config).toMatch(/^maxmemory \d+mb$/m);
    expect(config).toContain(`requirepass "${new URL(find(all, 'seats').env['REDIS_URL'] ?? '').password}"`);
  });

  it('believes nginx about the caller, beside the proxies that were named', () => {
    expect(find(all, 'gateway', 2).env['TRUSTED_PROXIES']).toBe('127.0.0.1/32');
    const behind = planned(TWO_COPIES, { env: { TRUSTED_PROXIES: '10.0.0.0/8' } });
    expect(find(behind.services, 'seats').env['TRUSTED_PROXIES']).toBe('10.0.0.0/8,127.0.0.1/32');
  });

  it('puts no password on a command line or into a URL that is shown', () => {
    const shown = JSON.stringify(all.map(({ program, args, url }) => [program, args, url]));
    for (const user of ['redis', 'nats:seats']) expect(shown).not.toContain(passwordFor(user, secrets));
    expect(shown).not.toContain('secret');
  });
});

describe('a planned cluster with the Node gateway as its entry', () => {
  const plan = planned(NODE_EDGE);

  it('has one process of each service, the gateway on the port of the entry, and neither nginx nor a cache', () => {
    const all = processesOf(plan);
    expect(all.map(({ name }) => name).sort()).toEqual(['gateway', 'nats', ...databaseUrls.keys()].sort());
    expect([plan.entry.name, plan.entry.url]).toEqual(['gateway', 'http://127.0.0.1:3000']);
    expect(find(all, 'seats').env['REDIS_URL']).toBeUndefined();
    expect(programsFor(NODE_EDGE)).toEqual(['nats-server']);
  });

  it('believes the gateway about the caller in services, and nobody in the gateway', () => {
    expect(find(plan.services, 'seats').env['TRUSTED_PROXIES']).toBe('127.0.0.1/32');
    expect(plan.entry.env['TRUSTED_PROXIES']).toBeUndefined();
  });

  it('keeps its one gateway in front of two copies of everything else', () => {
    const { services, entry } = planned({ ...NODE_EDGE, copies: 2 });
    expect(services).toHaveLength(16);
    expect(entry.env['SEATS_URL']).toBe('http://127.0.0.1:3003,http://127.0.0.1:3103');
  });
});

describe('the options of a cluster', () => {
  it('are two copies behind nginx with broker and cache unless something else is asked for', () => {
    expect(readClusterOptions([])).toEqual({ placement: TWO_COPIES, basePort: undefined });
    const asked = ['--copies', '1', '--edge=node', '--no-redis', '--no-nats', '--base-port', '4000'];
    expect(readClusterOptions(asked)).toEqual({
      placement: { copies: 1, edge: 'node', nats: false, redis: false },
      basePort: 4000,
    });
  });

  it.each([
    [['--copies', '3'], /--copies is 1 or 2, not 3/],
    [['--edge', 'apache'], /--edge is nginx or node, not apache/],
    [['--base-port', 'eighty'], /--base-port is a port/],
    [['--redes'], /--redes/],
  ])('refuse %j with a sentence', (args, sentence) => {
    expect(() => readClusterOptions(args)).toThrow(sentence);
  });

  it('can move every port but that of the entry', () => {
    const ports = portsFor(8080, 4000);
    expect([ports.entry, ports.service('accounts', 1), ports.service('accounts', 2)]).toEqual([8080, 4001, 4101]);
  });
});

describe('what the launcher needs around a cluster', () => {
  it('names every program that is missing and its package in one sentence', () => {
    expect(() => findPrograms(['redis-server', 'nginx', 'no-such' as 'nginx'], '')).toThrow(
      /no-such.*apt-get install .*no-such/,
    );
  });

  it('keeps its secrets over starts, adds what an older file lacks, and shows them to nobody else', async () => {
    const file = path.join(folder(), 'secrets.json');
    const first = await keptSecrets(file);
    expect(await keptSecrets(file)).toEqual(first);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const older = path.join(folder(), 'secrets.json');
    writeFileSync(older, JSON.stringify({ cardProviderKey: 'kept', cardWebhookSecret: 'kept too' }), { mode: 0o600 });
    expect(await keptSecrets(older)).toMatchObject({ cardProviderKey: 'kept', cardWebhookSecret: 'kept too' });
    expect(JSON.parse(readFileSync(older, 'utf8')).programsKey).toHaveLength(43);
  });

  it('tells every URL, where the logs are, and how to stop', () => {
    const processes = processesOf(planned(TWO_COPIES));
    const told = announcement({
      url: 'http://localhost:3000',
      processes,
      logs: '.usher/logs',
      hasMailbox: true,
      hasDemo: true,
    });
    for (const { url } of processes) expect(told).toContain(url);
    expect(told).toContain('http://localhost:3000/dev/mail');
    expect(told).toContain('grep');
    expect(told).toContain('.usher/logs/*.log');
    expect(told).toContain('customer@usher.test');
    expect(told).toContain('Ctrl-C stops everything.');
  });
});
