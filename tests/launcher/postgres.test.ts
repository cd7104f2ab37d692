import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDatabase } from '../../run/create-database.ts';
import { canReach } from '../../run/postgres-user.ts';
import {
  ask,
  askPatiently,
  folder,
  isAlive,
  isRoot,
  leadsItsGroup,
  NOBODY,
  serverPid,
  start,
  startInChild,
} from './launching.ts';
import { socketDirectory } from '../../run/postgres-server.ts';

const KEEP_ONE_ROW = 'CREATE TABLE kept AS SELECT 41 + 1 AS answer';
const READ_IT = 'SELECT answer FROM kept';
const repository = path.resolve(import.meta.dirname, '../..');

describe('the embedded Postgres', () => {
  it('is made on the first start, durable, with checksums, open to this machine and to the password only', async () => {
    const dataDir = path.join(folder(), 'data');
    const { url } = await start(dataDir);

    const settings = {
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      data_checksums: 'on',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: path.join(dataDir, 'postgres'),
      TimeZone: 'UTC',
      max_connections: '200',
    };
    for (const [name, value] of Object.entries(settings))
      expect([name, await ask(url, `SHOW ${name}`)]).toEqual([name, value]);
    expect(statSync(path.join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(dataDir, 'postgres')).mode & 0o077, 'only its owner reaches the socket').toBe(0);
    expect(decodeURIComponent(new URL(url).hostname)).toBe(path.join(dataDir, 'postgres'));
    expect(await ask(url, "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules")).toBe('scram-sha-256');
    const stranger = new URL(url);
    stranger.password = 'guessed';
    await expect(ask(stranger.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  });

  it('is asked over TCP where the name of its socket would be too long, or not one word', () => {
    expect(socketDirectory({ path: '/srv/usher/postgres' })).toBe('/srv/usher/postgres');
    for (const odd of [`/srv/${'u'.repeat(100)}/postgres`, '/srv/a,b/postgres', '/srv/a b/postgres'])
      expect(socketDirectory({ path: odd })).toBeUndefined();
  });

  it('keeps its data from one start to the next, and Ctrl-C does not reach it before its clients', async () => {
    const dataDir = folder();
    const first = await start(dataDir);
    await ask(first.url, KEEP_ONE_ROW);
    const pid = await serverPid(first.url);
    expect(leadsItsGroup(pid)).toBe(true);
    await first.stop();
    expect(isAlive(pid)).toBe(false);

    const second = await start(dataDir);
    expect(await ask(second.url, READ_IT)).toBe('42');
  });

  it('is taken over without a restart when the Usher that owned it was killed', async () => {
    const dataDir = folder();
    const { child, url } = await startInChild(dataDir);
    await ask(url, KEEP_ONE_ROW);
    const orphan = await serverPid(url);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const heir = await start(dataDir);
    expect(heir.url).toBe(url);
    expect(await serverPid(heir.url)).toBe(orphan);
    expect(await ask(heir.url, READ_IT)).toBe('42');
    await heir.stop();
    expect(isAlive(orphan)).toBe(false);
  });

  it('is ended and started anew when the one left running has other settings', async () => {
    const dataDir = folder();
    const { child, url } = await startInChild(dataDir);
    const orphan = await serverPid(url);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const heir = await start(dataDir, { settings: { work_mem: '5MB' } });
    expect(isAlive(orphan)).toBe(false);
    expect(await ask(heir.url, 'SHOW work_mem')).toBe('5MB');
  });

  it('comes back on the same port with everything it had committed when it is killed', async () => {
    const { url, said } = await start(folder());
    await ask(url, KEEP_ONE_ROW);
    const killed = await serverPid(url);
    process.kill(killed, 'SIGKILL');

    expect(await askPatiently(url, READ_IT)).toBe('42');
    expect(await serverPid(url)).not.toBe(killed);
    expect(said.join()).toMatch(/is gone; bringing it back/);
  });

  it('comes back again when it is killed after it was taken over', async () => {
    const dataDir = folder();
    const { child, url } = await startInChild(dataDir);
    await ask(url, KEEP_ONE_ROW);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const heir = await start(dataDir);
    process.kill(await serverPid(heir.url), 'SIGKILL');
    expect(await askPatiently(heir.url, READ_IT)).toBe('42');
  });

  it('starts although its lock file names a living process that is not Postgres', async () => {
    const dataDir = folder();
    const first = await start(dataDir);
    const cluster = await ask(first.url, 'SHOW data_directory');
    await ask(first.url, KEEP_ONE_ROW);
    const lock = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8');
    await first.stop();
    const { uid, gid } = statSync(cluster);
    const stranger = spawn('sleep', ['60'], isRoot ? { uid, gid } : {});
    writeFileSync(path.join(cluster, 'postmaster.pid'), lock.replace(/^\d+/, String(stranger.pid)));

    const second = await start(dataDir);
    expect(await ask(second.url, READ_IT)).toBe('42');
    expect(stranger.exitCode).toBe(null);
    stranger.kill();
  });

  it('runs when the data directory lies below one that only its owner may enter', async () => {
    const home = folder(0o700);
    const dataDir = path.join(home, 'data');
    const systemDir = folder();
    const first = await start(dataDir, { systemDir });
    await ask(first.url, KEEP_ONE_ROW);
    await first.stop();

    const second = await start(dataDir, { systemDir });
    expect(await ask(second.url, READ_IT)).toBe('42');
    expect(statSync(home).mode & 0o777).toBe(0o700);
    const lies = await ask(second.url, 'SHOW data_directory');
    expect(lies.startsWith(isRoot ? systemDir : home)).toBe(true);
  });

  const closed = isRoot && !canReach({ uid: NOBODY, gid: NOBODY }, repository);
  if (closed) console.warn(`SKIPPED: the start as a normal user, who cannot enter ${repository}.`);
  it.skipIf(closed)('runs for a normal user, and for root on what that user made', async () => {
    const dataDir = path.join(folder(isRoot ? 0o777 : 0o755), 'data');
    const { child, url } = await startInChild(dataDir, isRoot ? NOBODY : undefined);
    await ask(url, KEEP_ONE_ROW);
    child.send('stop');
    await once(child, 'exit');

    const second = await start(dataDir);
    expect(await ask(second.url, READ_IT)).toBe('42');
  });
});

describe('an embedded Postgres that cannot start', () => {
  it('says that the port is taken', async () => {
    const stranger = createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;

    await expect(start(folder(), { port })).rejects.toThrow(new RegExp(`port ${port} is taken`));
    stranger.close();
  });

  it('says that another Usher runs on the directory, and leaves that one alone', async () => {
    const dataDir = folder();
    const first = await start(dataDir);

    await expect(start(dataDir)).rejects.toThrow(/Another Usher is already running/);
    expect(await ask(first.url, 'SELECT 1')).toBe('1');
  });

  it('shows what Postgres itself said', async () => {
    const broken = start(folder(), { settings: { shared_buffers: 'plenty' } });
    await expect(broken).rejects.toThrow(/could not start.*\n.*invalid value for parameter "shared_buffers"/s);
  });

  it('says that the database is not where it was', async () => {
    const dataDir = folder();
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(path.join(dataDir, 'postgres.place'), '/var/tmp/usher-launcher-was-here');
    await expect(start(dataDir)).rejects.toThrow(/lies in \/var\/tmp\/usher-launcher-was-here, which is missing/);
  });
});

describe('making a database', () => {
  it('makes it once when several ask for it at the same moment, and answers its URL', async () => {
    const { url } = await start(folder());
    const urls = await Promise.all(['seats', 'seats', 'orders', 'seats'].map((name) => createDatabase(url, name)));
    expect(new Set(urls).size).toBe(2);
    for (const made of urls) expect(await ask(made, 'SELECT current_database()')).toBe(new URL(made).pathname.slice(1));
    await expect(createDatabase(url, 'seats"; DROP')).rejects.toThrow(/no name for a database/);
  });
});
