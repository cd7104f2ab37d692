/** Everything in one process: `npm start`. */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { contracts } from '@usher/contracts/all';
import { openGateway } from '@usher/gateway/gateway';
import { systemClock } from '@usher/kit/clock';
import { openHost } from '@usher/kit/host';
import { createLog, type Log } from '@usher/kit/log';
import { createMetrics } from '@usher/kit/metrics';
import { readRunConfig, type RunConfig } from './config.ts';
import { createDatabase } from './create-database.ts';
import { startPostgres } from './postgres.ts';
import { seedDemo } from './seed.ts';
import { keptSecrets } from './secrets.ts';
import { services } from './services.ts';
import { stopInOrder } from './shutdown.ts';
import { startStandIns } from './stand-ins.ts';
import { openWebApp } from './web.ts';

/** How long a connection may go on after the signal before it is cut. */
const DRAIN_MS = 3_000;

const { config, env } = settings();
const log = createLog(config.LOG_LEVEL);
const stopping = stopInOrder(log);

try {
  await start();
} catch (error) {
  log.error({ err: error }, 'Usher could not start');
  process.stderr.write(`\nUsher could not start: ${sentences(error)}\n`);
  await stopping.stop(1);
}

/** The settings, or one clear sentence on what is wrong with them. */
function settings(): ReturnType<typeof readRunConfig> {
  try {
    return readRunConfig();
  } catch (error) {
    process.stderr.write(`\nUsher could not start: ${sentences(error)}\n`);
    return process.exit(1);
  }
}

async function start(): Promise<void> {
  if (config.NODE_ENV === 'production' && config.SEED === 'demo')
    throw new Error('SEED=demo is refused with NODE_ENV=production: set SEED=none.');
  if (config.RATE_LIMIT === 'off') log.warn({}, 'RATE_LIMIT=off: nothing is limited; never serve the public like this');
  const dataDir = resolve(config.DATA_DIR);
  await mkdir(dataDir, { recursive: true, mode: 0o755 });
  const cluster = config.DATABASE_URL ?? (await startOwnPostgres(dataDir));
  const urls = await makeDatabases(cluster);
  const publicUrl = config.PUBLIC_URL ?? `http://localhost:${config.PORT}`;
  const standIns = await startStandIns({
    config,
    dataDir,
    publicUrl,
    secrets: await keptSecrets(join(dataDir, 'secrets.json')),
  });
  stopping.add('stand-ins', standIns.close);
  const metrics = createMetrics({ defaults: true });
  const host = await openHost({
    services,
    all: services,
    env: { ...env, PUBLIC_URL: publicUrl, ...standIns.env },
    log,
    clock: systemClock,
    metrics,
    databaseUrl: (service) => urls.get(service) ?? '',
    peerUrl: (service) => env[`${service.toUpperCase()}_URL`],
    connectionsPerService: config.DATABASE_CONNECTIONS,
  });
  stopping.add('services', host.close);
  const notYet = new Set(config.SEED === 'demo' ? ['the demo is being laid out'] : []);
  const { web, close: closeWeb } = await openWebApp();
  stopping.add('web app', closeWeb);
  const gateway = await openGateway({
    host,
    web,
    publicUrl,
    contracts: Object.values(contracts),
    version: version(),
    log,
    clock: systemClock,
    metrics,
    mailbox: standIns.mailbox,
    trustedProxies: config.TRUSTED_PROXIES,
    // The edge judges a cookie's request by its origin: behind a proxy ours is the public one.
    corsOrigins: [...config.CORS_ORIGINS, new URL(publicUrl).origin],
    limitsOff: config.RATE_LIMIT === 'off',
    unready: () => [...notYet],
  });
  stopping.add('gateway', async () => {
    const cut = setTimeout(() => {
      gateway.server.closeAllConnections();
    }, DRAIN_MS);
    gateway.server.closeIdleConnections();
    await gateway.close();
    clearTimeout(cut);
  });
  await gateway.listen({ port: config.PORT, host: config.HOST });
  if (config.SEED === 'demo') {
    await seedDemo({ host, log, clock: systemClock });
    notYet.clear();
  }
  announce(config, publicUrl);
}

async function startOwnPostgres(dataDir: string): Promise<string> {
  const postgres = await startPostgres({ dataDir, log: launcherLog(log) });
  stopping.add('postgres', postgres.stop);
  postgres.exited((error) => {
    log.error({ err: error }, 'the database is gone');
    void stopping.stop(1);
  });
  return postgres.url;
}

/** Each service its own database, in the cluster or wherever `<SERVICE>_DATABASE_URL` says. */
async function makeDatabases(cluster: string): Promise<Map<string, string>> {
  const entries = await Promise.all(
    services.map(async ({ contract: { name } }) => {
      const own = env[`${name.toUpperCase()}_DATABASE_URL`];
      return [name, own ?? (await createDatabase(cluster, `usher_${name}`))] as const;
    }),
  );
  return new Map(entries);
}

function launcherLog(to: Log): { info(sentence: string): void; warn(sentence: string): void } {
  return {
    info: (sentence) => {
      to.info({}, sentence);
    },
    warn: (sentence) => {
      to.warn({}, sentence);
    },
  };
}

function version(): string {
  const described = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return described.version;
}

function announce({ SEED, SMTP_URL }: RunConfig, url: string): void {
  const lines = [
    '',
    `  Usher is ready at ${url}`,
    `  API page          ${url}/api/documentation`,
    ...(SMTP_URL === undefined ? [`  Mailbox           ${url}/dev/mail`] : []),
    ...(SEED === 'demo'
      ? [
          '',
          '  Demo logins, all with the password usher-demo-2026:',
          '    admin@usher.test  organizer@usher.test  operator@usher.test  customer@usher.test',
        ]
      : []),
    '',
    '  Ctrl-C stops everything.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** An error and what caused it, in one line. */
function sentences(error: unknown): string {
  return error instanceof Error
    ? [error.message, ...(error.cause === undefined ? [] : [sentences(error.cause)])].join(' ')
    : String(error);
}
