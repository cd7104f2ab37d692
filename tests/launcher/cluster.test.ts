/** The whole split set-up with the real programs, one copy of each service, on an empty installation. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { describeWith } from '@usher/kit/testing-programs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../run/prepare.mjs';
import { exitCode, isReady, pidsOf, type StartedCluster, startCluster, survivors, until } from './clusters.ts';
import { freeBlock } from '../free-ports.ts';
import { folder, leadsItsGroup } from './launching.ts';

/** Generous: other suites share the processors. */
const READY_MS = 180_000;
const AGAIN_MS = 60_000;
const GONE_MS = 30_000;
const ONE_COPY = ['--copies', '1'];

let dataDir: string;
let base: number;
let cluster: StartedCluster;

describeWith(['nginx', 'redis-server', 'nats-server'], 'npm run cluster', () => {
  setUp();
  running();
  stopping();
});

function setUp(): void {
  beforeAll(async () => {
    await build();
    dataDir = mkdtempSync('/var/tmp/usher-cluster-');
    chmodSync(dataDir, 0o755);
    base = await freeBlock();
    cluster = startCluster({ dataDir, base, args: ONE_COPY });
    await until(cluster, READY_MS, async () => (await isReady(cluster.url)) && cluster.state().ready);
  }, READY_MS);

  afterAll(async () => {
    const left = existsSync(path.join(dataDir, 'cluster.json')) ? pidsOf(cluster.state()) : [];
    cluster.launcher.kill('SIGKILL');
    await survivors(left, GONE_MS);
    rmSync(dataDir, { recursive: true, force: true });
  }, GONE_MS);
}

function running(): void {
  it('serves through its one entry when it says so, and tells where everything is', async () => {
    const { processes, url } = cluster.state();
    expect(url).toBe(cluster.url);
    for (const { name, pid, log, url: own } of processes) {
      expect([name, typeof pid]).toEqual([name, 'number']);
      expect([name, existsSync(log)]).toEqual([name, true]);
      if (name !== 'postgres') expect(cluster.output()).toContain(own);
    }
    const guest = await fetch(`${cluster.url}/api/auth/guest`, { method: 'POST' });
    expect(guest.status).toBe(201);
    expect((await fetch(`${cluster.url}/dev/mail`)).status).toBe(200);
    expect((await fetch(`${cluster.url}/`)).headers.get('content-type')).toMatch(/text\/html/);
  });

  it('lets only its owner read what holds passwords, and writes none of them into its record', () => {
    for (const file of ['secrets.json', 'nats/nats-server.conf', 'redis/redis.conf', 'logs/seats-1.log'])
      expect([file, statSync(path.join(dataDir, file)).mode & 0o077]).toEqual([file, 0]);
    const password = readFileSync(path.join(dataDir, 'postgres.password'), 'utf8').trim();
    const record = readFileSync(path.join(dataDir, 'cluster.json'), 'utf8');
    expect(record).not.toContain(password);
    expect(record).not.toMatch(/:\/\/[^/"]*@/);
  });

  it.each(['seats', 'nats', 'redis', 'nginx', 'postgres'])(
    'brings %s back by itself when it is killed',
    async (name) => {
      const killed = pidOf(name) ?? 0;
      process.kill(killed, 'SIGKILL');
      await until(cluster, AGAIN_MS, async () => {
        const now = pidOf(name);
        return now !== null && now !== killed && !leadsItsGroup(killed) && (await isReady(cluster.url));
      });
      const { url } = cluster.state().processes.find((each) => each.name === 'seats')!;
      await until(cluster, AGAIN_MS, () => isReady(url));
    },
    AGAIN_MS * 2,
  );

  it('does not start a second time on the same directory, and says so', async () => {
    const second = startCluster({ dataDir, base: await freeBlock(), args: ONE_COPY });
    expect(await exitCode(second)).toBe(1);
    expect(second.output()).toContain('Another cluster is already running');
    expect(await isReady(cluster.url)).toBe(true);
  });
}

function stopping(): void {
  it(
    'leaves no process behind after Ctrl-C',
    async () => {
      const pids = pidsOf(cluster.state());
      expect(pids.length).toBeGreaterThan(12);
      process.kill(-(cluster.launcher.pid ?? 0), 'SIGINT');
      expect(await exitCode(cluster)).toBe(0);
      expect(await survivors(pids, 0)).toEqual([]);
      expect(existsSync(path.join(dataDir, 'cluster.json'))).toBe(false);
    },
    GONE_MS * 2,
  );

  it(
    'leaves no process behind when it starts again and its launcher is killed',
    async () => {
      cluster = startCluster({ dataDir, base, args: ONE_COPY });
      await until(cluster, READY_MS, () => isReady(cluster.url));
      const pids = pidsOf(cluster.state());
      process.kill(-(cluster.launcher.pid ?? 0), 'SIGKILL');
      expect(await survivors(pids, GONE_MS)).toEqual([]);
    },
    READY_MS + GONE_MS,
  );
}

describe('npm run cluster, when it cannot start', () => {
  it('ends with one sentence that says what to install', async () => {
    await build();
    const dataDir = folder();
    const cluster = startCluster({ dataDir, base: await freeBlock(), env: { PATH: '/nowhere' } });
    expect(await exitCode(cluster)).toBe(1);
    expect(cluster.output()).toMatch(/needs .*redis-server.*: apt-get install .*redis-server/);
    expect(existsSync(path.join(dataDir, 'cluster.json'))).toBe(false);
  });

  it('ends with one sentence when an option makes no sense', async () => {
    const cluster = startCluster({ dataDir: folder(), base: await freeBlock(), args: ['--copies', 'many'] });
    expect(await exitCode(cluster)).toBe(1);
    expect(cluster.output()).toContain('--copies is 1 or 2, not many');
  });
});

function pidOf(name: string): number | null {
  return cluster.state().processes.find((each) => each.name === name)?.pid ?? null;
}
