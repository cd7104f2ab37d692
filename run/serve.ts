/** The servers of this process: the entry of an installation, or the services that run here by themselves. */
import { contracts } from '@usher/contracts/all';
import { openGateway } from '@usher/gateway/gateway';
import { mailboxAt } from '@usher/gateway/mailbox-elsewhere';
import type { Mailbox } from '@usher/gateway/mailbox-page';
import { systemClock } from '@usher/kit/clock';
import { BACKLOG, openDoors } from '@usher/kit/doors';
import { drainServer } from '@usher/kit/drain';
import type { EdgeOptions } from '@usher/kit/edge';
import type { Host } from '@usher/kit/host';
import type { Limits } from '@usher/kit/limits';
import { openServiceServer } from '@usher/kit/service-server';
import type { FastifyInstance } from 'fastify';
import { publicUrlOf } from './config.ts';
import { type Program, version } from './program.ts';
import { openWebApp } from './web.ts';

interface Serving {
  readonly host: Host;
  readonly limits: Limits;
}
export interface Entry extends Serving {
  /** The local mailbox of this process, where it has one. */
  readonly mailbox: Mailbox | undefined;
  unready(): readonly string[];
}

/** How long what is under way may go on after the signal before it is cut. */
const DRAIN_MS = 3_000;

/** Serves people and programs: the whole API, wherever its services run, and the web app. */
export async function serveEntry(program: Program, entry: Entry): Promise<void> {
  const { config, stopping, metrics } = program;
  if (config.NODE_ENV === 'production' && config.MAILBOX_URL !== undefined)
    throw new Error('MAILBOX_URL is refused with NODE_ENV=production: it shows every mail to everybody.');
  const { web, close } = await openWebApp();
  stopping.add('web app', close);
  const gateway = await openGateway({
    ...edgeOf(program),
    ...entry,
    web,
    publicUrl: publicUrlOf(config),
    contracts: Object.values(contracts),
    version: version(),
    metrics,
    mailbox: entry.mailbox ?? (config.MAILBOX_URL === undefined ? undefined : mailboxAt(config.MAILBOX_URL)),
  });
  await listen(program, entry.host, gateway);
  // Here people come, each with a connection of their own; proxies and peers keep theirs.
  await openDoors(gateway.server, program.log);
}

/** Serves the services of the host to whoever passes the public on to them, and to their peers. */
export async function serveServices(program: Program, { host, limits }: Serving): Promise<void> {
  const here = Object.values(contracts).filter(({ name }) => host.running.has(name));
  const server = await openServiceServer({
    ...edgeOf(program),
    host,
    limits,
    contracts: here,
    version: version(),
    metrics: program.metrics,
  });
  await listen(program, host, server);
}

async function listen({ config, stopping }: Program, host: Host, server: FastifyInstance): Promise<void> {
  stopping.add('server', async () => {
    host.drain();
    await drainServer(server, { graceMs: DRAIN_MS });
  });
  await server.listen({ port: config.PORT, host: config.HOST, backlog: BACKLOG });
}

function edgeOf({ config, log }: Program): EdgeOptions {
  return {
    log,
    clock: systemClock,
    trustedProxies: config.TRUSTED_PROXIES,
    // The edge judges a cookie's request by its origin: behind a proxy ours is the public one.
    corsOrigins: [...config.CORS_ORIGINS, new URL(publicUrlOf(config)).origin],
  };
}
