/** Services opened in this process, with their peers wherever those are. */
import { systemClock } from '@usher/kit/clock';
import { type Environment, readConfig } from '@usher/kit/config';
import { type Host, openHost } from '@usher/kit/host';
import type { ServiceDefinition } from '@usher/kit/service';
import type { Connections } from './connections.ts';
import { databaseUrls } from './databases.ts';
import type { Program } from './program.ts';
import { variableOf } from './service-names.ts';
import { services } from './services.ts';

export interface Opening {
  /** Those that run here. */
  readonly here: readonly ServiceDefinition[];
  /** Where databases are made that no variable names. */
  readonly cluster: string | undefined;
  readonly connections: Connections;
  /** What the services are told beside, or instead of, the process's environment. */
  readonly env?: Environment;
}

/** Opens them; they close when the program stops. */
export async function openServices(program: Program, { here, cluster, connections, env }: Opening): Promise<Host> {
  const { config, log, metrics, stopping } = program;
  const { courier, redis } = connections;
  const told = { ...program.env, ...env };
  // What is missing is said before a database is looked for.
  for (const service of here) readConfig(service.config, told);
  const urls = await databaseUrls(here, { env: program.env, cluster });
  const host = await openHost({
    services: here,
    all: services,
    env: told,
    log,
    clock: systemClock,
    metrics,
    databaseUrl: (service) => urls.get(service) ?? '',
    peerUrl: (service) => program.env[variableOf(service, 'URL')],
    connectionsPerService: config.DATABASE_CONNECTIONS,
    redis,
    ...(courier ? { courier } : {}),
  });
  stopping.add('services', host.close);
  return host;
}
