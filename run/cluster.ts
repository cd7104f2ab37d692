/**
 * The whole split set-up on one machine: `npm run cluster`. Every service in processes of its own, over a real NATS and
 * Redis and behind a real nginx, on the embedded Postgres. Starts from the bottom up and stops from the top down.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { contracts } from '@usher/contracts/all';
import { type Child, type ChildPlan, type ChildWatch, superviseChild } from './child.ts';
import { announcement } from './cluster-announcement.ts';
import { readClusterOptions } from './cluster-options.ts';
import { type ClusterPlan, planCluster, processesOf } from './cluster-plan.ts';
import { startClusterPostgres } from './cluster-postgres.ts';
import { programsFor } from './cluster-programs.ts';
import { type ClusterSettings, portsFor } from './cluster-settings.ts';
import { clearAway, keepClusterState, stateOf, type Writing } from './cluster-state.ts';
import { databaseUrls } from './databases.ts';
import { runErrand } from './errand.ts';
import { openKeeperLine } from './keeper-line.ts';
import { serveMailbox } from './mailbox-server.ts';
import { isFree } from './postgres-server.ts';
import { runsAsRoot } from './postgres-user.ts';
import { type Program, runProgram } from './program.ts';
import { findPrograms } from './programs.ts';
import { keptSecrets } from './secrets.ts';
import { publicUrlOf } from './config.ts';
import { startStandIns } from './stand-ins.ts';

/** A first start on two cores migrates seven databases from sixteen processes at once. */
const READY_MS = 120_000;
/** The pool of one process: what all of them want together must fit into Postgres. */
const DATABASE_CONNECTIONS = '8';

await runProgram(start);

async function start(program: Program): Promise<void> {
  const { config, env, stopping } = program;
  const options = readClusterOptions(process.argv.slice(2));
  if (config.NODE_ENV === 'production')
    throw new Error('The cluster is for development: with NODE_ENV=production run each service by itself.');
  const programs = findPrograms(programsFor(options.placement), env['PATH'] ?? '');
  const dataDir = path.resolve(config.DATA_DIR);
  for (const directory of [dataDir, path.join(dataDir, 'logs')]) mkdirSync(directory, { recursive: true, mode: 0o755 });
  await clearAway(dataDir);
  const keeper = openKeeperLine({ dataDir, dist: import.meta.dirname });
  stopping.add('keeper', keeper.close);
  const running: Running = { url: publicUrlOf(config), ready: false, children: [], postgres: undefined };
  const record = keepClusterState(dataDir, () => stateOf({ ...running, keeper: keeper.keeper() }));
  stopping.add('record', record.close);
  if (config.DATABASE_URL === undefined) {
    running.postgres = await startPostgres(program, dataDir);
    keeper.hasPostgres();
  }
  const plan = await makePlan(program, {
    ...{ placement: options.placement, ports: portsFor(config.PORT, options.basePort), dataDir, programs },
    cluster: config.DATABASE_URL ?? running.postgres?.url,
  });
  for (const directory of plan.directories) mkdirSync(directory, { recursive: true, mode: 0o755 });
  for (const file of plan.files) writeFileSync(file.path, file.text, { mode: 0o600 });
  await startPlanned(plan, { program, children: running.children, watch: { ...keeper, warn } });
  running.ready = true;
  record.save();
  announce(plan, program, dataDir);
}

type Running = { -readonly [Part in keyof Omit<Writing, 'keeper'>]: Writing[Part] } & { children: Child[] };

async function startPostgres({ stopping }: Program, dataDir: string) {
  const postgres = await startClusterPostgres(dataDir, {
    log: { info: () => undefined, warn },
    lost: (error) => {
      warn(error.message);
      void stopping.stop(1);
    },
  });
  stopping.add('postgres', postgres.stop);
  return postgres;
}

/** Plans once it is known where the databases and the stand-ins are. */
async function makePlan(
  { config, env, stopping }: Program,
  known: Pick<ClusterSettings, 'placement' | 'ports' | 'dataDir' | 'programs'> & { cluster: string | undefined },
): Promise<ClusterPlan> {
  const { dataDir, ports, cluster } = known;
  const publicUrl = publicUrlOf(config);
  const owners = Object.values(contracts).filter(({ name }) => name !== 'gateway');
  const databases = await databaseUrls(
    owners.map((contract) => ({ contract })),
    { env, cluster },
  );
  const secrets = await keptSecrets(path.join(dataDir, 'secrets.json'));
  const standIns = await startStandIns({ config, dataDir, publicUrl, secrets });
  stopping.add('stand-ins', standIns.close);
  const mailbox = standIns.mailbox && (await serveMailbox(standIns.mailbox, ports.mailbox));
  if (mailbox) stopping.add('mailbox', mailbox.close);
  const found = { ...standIns.env, ...(mailbox && { MAILBOX_URL: mailbox.url }) };
  return planCluster({
    ...known,
    ...{ publicUrl, databaseUrls: databases, secrets },
    env: { LOG_LEVEL: 'info', DATABASE_CONNECTIONS, ...env, ...found },
    node: { program: process.execPath, dist: import.meta.dirname },
    isRoot: runsAsRoot(),
  });
}

interface Starting {
  readonly program: Program;
  readonly children: Child[];
  readonly watch: ChildWatch;
}

/** The entry comes last: nobody is let in before the demo is laid out. */
async function startPlanned(plan: ClusterPlan, starting: Starting): Promise<void> {
  const { config, stopping } = starting.program;
  for (const { url, name } of processesOf(plan)) {
    if (!(await isFree(Number(new URL(url).port))))
      throw new Error(`${url} (${name}) is taken: choose other ports with PORT or --base-port.`);
  }
  await startAll('broker and cache', plan.brokers, starting);
  await startAll('services', plan.services, starting);
  if (config.SEED === 'demo') {
    const errand = runErrand(plan.seed, starting.watch);
    stopping.add('demo', errand.stop);
    await errand.done;
  }
  await startAll('entry', [plan.entry], starting);
}

async function startAll(name: string, plans: readonly ChildPlan[], starting: Starting): Promise<void> {
  const { stopping } = starting.program;
  stopping.signal.throwIfAborted();
  const started = plans.map((plan) => superviseChild(plan, starting.watch));
  starting.children.push(...started);
  stopping.add(name, async () => {
    await Promise.all(started.map((child) => child.stop()));
  });
  await Promise.all(started.map((child) => child.ready(READY_MS)));
  stopping.signal.throwIfAborted();
}

function announce(plan: ClusterPlan, { config }: Program, dataDir: string): void {
  const announced = {
    url: publicUrlOf(config),
    processes: processesOf(plan),
    logs: nearest(path.join(dataDir, 'logs')),
    hasMailbox: config.SMTP_URL === undefined,
    hasDemo: config.SEED === 'demo',
  };
  process.stdout.write(announcement(announced));
}

/** As short as it can be said from here. */
function nearest(directory: string): string {
  const relative = path.relative('.', directory);
  return relative.startsWith('..') ? directory : relative;
}

function warn(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
