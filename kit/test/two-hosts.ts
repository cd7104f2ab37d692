/** The jars and their taster in two hosts, each with a port of its own: as if on two machines. */
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '@usher/kit/clock';
import { createEdge } from '@usher/kit/edge';
import { type Host, openHost } from '@usher/kit/host';
import { createLimits } from '@usher/kit/limits';
import type { Log } from '@usher/kit/log';
import { createMetrics } from '@usher/kit/metrics';
import { mountNotFound } from '@usher/kit/not-found';
import type { ServiceDefinition } from '@usher/kit/service';
import { cloneDatabase } from '@usher/kit/testing-database';
import { inject } from 'vitest';
import { jarsService, silent, tastingService } from './jars.ts';
import type { TestSigner } from './signer.ts';

export interface OneHost {
  readonly host: Host;
  readonly url: string;
  /** By service. */
  readonly databases: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface Listening {
  readonly clock?: Clock;
  readonly signer: TestSigner;
  readonly peers?: Readonly<Record<string, () => string>>;
  readonly services: readonly ServiceDefinition[];
  /** Databases of another host, to be a second copy of it. */
  readonly databases?: Readonly<Record<string, string>>;
  readonly corsOrigins?: readonly string[];
  readonly trustedProxies?: readonly string[];
  readonly limited?: boolean;
  readonly log?: Log;
}

export const everyService = [jarsService, tastingService] as unknown as readonly ServiceDefinition[];

/** Hosts services on fresh databases, or those of another host, and listens. */
export async function listenTo(options: Listening): Promise<OneHost> {
  const { clock = systemClock, log = silent } = options;
  const urls = new Map<string, string>();
  for (const definition of options.services) {
    const { name } = definition.contract;
    urls.set(name, options.databases?.[name] ?? (await cloneDatabase(inject('postgresUrl'), definition)));
  }
  const host = await openHost({
    services: options.services,
    all: everyService,
    env: {},
    log,
    clock,
    metrics: createMetrics({ defaults: false }),
    databaseUrl: (service) => urls.get(service) ?? '',
    peerUrl: (service) => options.peers?.[service]?.(),
    connectionsPerService: 4,
    trust: options.signer.trust,
  });
  const { corsOrigins = [], trustedProxies = [] } = options;
  const app = createEdge({ log, clock, trustedProxies, corsOrigins });
  mountNotFound(app);
  host.mount(app, { limits: createLimits({ off: options.limited !== true }), internal: true });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    host,
    databases: Object.fromEntries(urls),
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    async close() {
      app.server.closeAllConnections();
      await app.close();
      await host.close();
    },
  };
}
