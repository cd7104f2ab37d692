/**
 * Usher as `npm start` or `npm run cluster` runs it, in an empty directory, with the card network and the mail relay in
 * a process of their own, and what a measurement must know of it: its processor time, its memory, its databases.
 */
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { rowsOf } from '@usher/kit/testing-database';
import { databaseUrls, seedPeople } from '../tests/embedded.ts';
import { freePort } from '../tests/free-ports.ts';
import { openDatabases } from '../tests/invariants/databases.ts';
import { checkInvariants, type Violation } from '../tests/invariants/invariants.ts';
import { openWorld, type OpenWorld, type Placement } from '../tests/world.ts';
import { type Api, openApi } from './api.ts';
import { startPeer } from './child-process.ts';
import { cpuSecondsByProgram, memoryOf, processesFrom } from './processor-time.ts';
import type { OutsideAnswer, OutsideWishes } from './stand-ins-process.ts';

export interface Installation {
  readonly url: string;
  readonly world: OpenWorld;
  readonly api: Api;
  /** Processor seconds used up to now, by program; `outside` is the card network and the mail relay. */
  spent(): Readonly<Record<string, number>>;
  memoryMb(): number;
  /** Waits until Usher has nothing left to do, or a minute. */
  quiet(): Promise<void>;
  /** Where each service's database is. */
  databases(): Readonly<Record<string, string>>;
  rows<Row extends object>(service: string, text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Waits until no rule about all data is broken any more; throws with what still is. */
  mustBeWhole(): Promise<void>;
  close(): Promise<void>;
}

export interface InstallationWishes {
  readonly placement?: Placement;
  /** Lays out the demo instead of its people alone. */
  readonly demo?: boolean;
  /** Builds the web app too, if it changed: only who asks for pages needs it. */
  readonly web?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
  /** Keeps Usher with its Postgres on one processor core, and what stands outside on another. */
  readonly cores?: Cores;
}

export interface Cores {
  readonly usher: number;
  readonly outside: number;
}

const API_KEY = 'an api key for measurements';
const SECRET = 'a webhook secret for measurements';
const CONNECTIONS = 16;
const WHOLE_MS_MAX = 120_000;
const LOOK_MS = 500;
const QUIET_SECONDS_MAX = 60;
/** Of one core: what an idle installation does not use. */
const QUIET_SHARE = 0.15;
/** Of util-linux. */
const PIN = 'taskset';

/** Resolves when it is ready and its people can sign in. */
export async function openInstallation(wishes: InstallationWishes = {}): Promise<Installation> {
  const { placement = 'one', demo = false, web = false, settings = {}, cores } = wishes;
  const [cardPort, smtpPort] = [await freePort(), await freePort()];
  const outside = startPeer('stand-ins-process.ts', { core: cores?.outside });
  const told = {
    CARD_PROVIDER_URL: `http://127.0.0.1:${cardPort}`,
    CARD_PROVIDER_KEY: API_KEY,
    CARD_WEBHOOK_SECRET: SECRET,
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
  };
  const opening = openWorld({ SEED: demo ? 'demo' : 'none', ...told, ...settings }, placement, { web });
  try {
    const { url, dataDir, pid } = await opening;
    const webhookUrl = `${url}/api/webhooks/payments/testcard`;
    const ready = outside.next<OutsideAnswer>();
    outside.send({ cardPort, smtpPort, webhookUrl, webhookSecret: SECRET, apiKey: API_KEY } satisfies OutsideWishes);
    await ready;
    if (!demo) await seedPeople(dataDir);
    if (cores) keepOn(cores.usher, pid());
  } catch (error) {
    await Promise.allSettled([opening.then((world) => world.stop()), outside.stop()]);
    throw error;
  }
  const world = await opening;
  const api = openApi(world.url, CONNECTIONS);
  const databases = () => databaseUrls(world.dataDir);

  async function violations(): Promise<Violation[]> {
    const answer = outside.next<OutsideAnswer>();
    outside.send('charges');
    const charges = await answer;
    const open = await openDatabases(databases());
    try {
      return await checkInvariants(open.read, { quiet: true, ...(charges !== 'ready' && { charges }) });
    } finally {
      await open.close();
    }
  }

  return {
    url: world.url,
    world,
    api,
    spent: () => ({
      ...cpuSecondsByProgram(world.pid()),
      outside: Object.values(cpuSecondsByProgram(outside.pid)).reduce((sum, seconds) => sum + seconds, 0),
    }),
    memoryMb: () => memoryOf(world.pid()),
    quiet: () => untilQuiet(world.pid()),
    databases,
    rows: (service, text, values) => rowsOf(databases()[service] ?? '', text, values),
    mustBeWhole: () => untilWhole(violations),
    async close() {
      await api.close();
      await world.stop();
      await outside.stop();
    },
  };
}

/** Its processes, all their threads, and whatever they start from now on. */
function keepOn(core: number, pid: number): void {
  for (const one of processesFrom(pid))
    execFileSync(PIN, ['--all-tasks', '--cpu-list', '--pid', String(core), String(one.pid)]);
}

async function untilQuiet(pid: number): Promise<void> {
  const spent = () => Object.values(cpuSecondsByProgram(pid)).reduce((sum, seconds) => sum + seconds, 0);
  for (let second = 0; second < QUIET_SECONDS_MAX; second += 1) {
    const before = spent();
    await pause(1_000);
    if (spent() - before < QUIET_SHARE) return;
  }
}

async function untilWhole(look: () => Promise<Violation[]>): Promise<void> {
  const deadline = performance.now() + WHOLE_MS_MAX;
  for (;;) {
    const [first] = await look();
    if (!first) return;
    if (performance.now() > deadline)
      throw new Error(`${first.id}: ${first.says}\n${JSON.stringify(first.rows.slice(0, 5), undefined, 2)}`);
    await pause(LOOK_MS);
  }
}
