/** Everything in one process: `npm start`. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { systemClock } from '@usher/kit/clock';
import type { Log } from '@usher/kit/log';
import type { RunConfig } from './config.ts';
import { openConnections } from './connections.ts';
import { openServices } from './open-services.ts';
import { startPostgres } from './postgres.ts';
import { type Program, runProgram } from './program.ts';
import { keptSecrets } from './secrets.ts';
import { seedDemo } from './seed.ts';
import { publicUrlOf } from './config.ts';
import { serveEntry } from './serve.ts';
import { services } from './services.ts';
import { startStandIns } from './stand-ins.ts';

await runProgram(start);

async function start(program: Program): Promise<void> {
  const { config, log, stopping } = program;
  if (config.NODE_ENV === 'production' && config.SEED === 'demo')
    throw new Error('SEED=demo is refused with NODE_ENV=production: set SEED=none.');
  const dataDir = resolve(config.DATA_DIR);
  await mkdir(dataDir, { recursive: true, mode: 0o755 });
  const cluster = config.DATABASE_URL ?? (await startOwnPostgres(program, dataDir));
  const publicUrl = publicUrlOf(config);
  const standIns = await startStandIns({
    config,
    dataDir,
    publicUrl,
    secrets: await keptSecrets(join(dataDir, 'secrets.json')),
  });
  stopping.add('stand-ins', standIns.close);
  const connections = await openConnections(program, 'all');
  const env = { PUBLIC_URL: publicUrl, ...standIns.env };
  const host = await openServices(program, { here: services, cluster, connections, env });
  const notYet = new Set(config.SEED === 'demo' ? ['the demo is being laid out'] : []);
  const { mailbox } = standIns;
  await serveEntry(program, { host, limits: connections.limits, mailbox, unready: () => [...notYet] });
  if (config.SEED === 'demo') {
    await seedDemo({ host, log, clock: systemClock });
    notYet.clear();
  }
  announce(config, publicUrl);
}

async function startOwnPostgres({ log, stopping }: Program, dataDir: string): Promise<string> {
  const postgres = await startPostgres({ dataDir, log: launcherLog(log) });
  stopping.add('postgres', postgres.stop);
  postgres.exited((error) => {
    log.error({ err: error }, 'the database is gone');
    void stopping.stop(1);
  });
  return postgres.url;
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
