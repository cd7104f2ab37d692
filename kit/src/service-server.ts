/** What a process that runs services alone shows: their operations, what their peers ask, their API page, how it is. */
import type { FastifyInstance } from 'fastify';
import type { Contract } from '@usher/contracts/contract';
import { mountApiPage } from './api-page.ts';
import { createEdge, type EdgeOptions } from './edge.ts';
import { mountHealth } from './health-routes.ts';
import type { Host } from './host.ts';
import type { Limits } from './limits.ts';
import type { Metrics } from './metrics.ts';
import { mountNotFound } from './not-found.ts';

export interface ServiceServerOptions extends EdgeOptions {
  readonly host: Host;
  /** Of the services that run here: what the API page describes. */
  readonly contracts: readonly Contract[];
  readonly version: string;
  readonly metrics: Metrics;
  readonly limits: Limits;
}

/** The server of a host's services, ready to listen. Protected as the gateway is: a proxy may pass the public on to it. */
export async function openServiceServer(options: ServiceServerOptions): Promise<FastifyInstance> {
  const { host } = options;
  const app = createEdge(options);
  mountNotFound(app);
  host.mount(app, { limits: options.limits, internal: true });
  mountHealth(app, { metrics: options.metrics, unready: () => host.unready() });
  mountApiPage(app, options);
  await app.ready();
  return app;
}
