/**
 * The gateway: one entry for everything people and programs ask. It serves the API of the services
 * in this process in place and passes on to those elsewhere; beside it the web app, the API page, and
 * what operators of the installation look at.
 */
import type { Contract } from '@usher/contracts/contract';
import { mountApiPage } from '@usher/kit/api-page';
import type { Clock } from '@usher/kit/clock';
import { createEdge } from '@usher/kit/edge';
import type { Host } from '@usher/kit/host';
import { mountHealth } from '@usher/kit/health-routes';
import type { Limits } from '@usher/kit/limits';
import type { Log } from '@usher/kit/log';
import type { Metrics } from '@usher/kit/metrics';
import { mountNotFound } from '@usher/kit/not-found';
import type { FastifyInstance } from 'fastify';
import { mountMailbox, type Mailbox } from './mailbox-page.ts';
import { mountOwnOperations } from './own-operations.ts';
import { mountPassOn } from './pass-on.ts';
import { watchElsewhere } from './services-elsewhere.ts';
import { mountWebApp, type WebApp } from './web-app.ts';

export interface GatewayOptions {
  readonly host: Host;
  readonly contracts: readonly Contract[];
  readonly version: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly trustedProxies: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly limits: Limits;
  readonly web: WebApp;
  /** How people reach this installation, e.g. `https://tickets.example`. */
  readonly publicUrl: string;
  /** The local mailbox, where mail is not sent to a real relay. */
  readonly mailbox: Mailbox | undefined;
  /** Extra reasons not to be ready yet: the demo is being laid out, say. */
  unready(): readonly string[];
}

/** The gateway's server, ready to listen. */
export async function openGateway(options: GatewayOptions): Promise<FastifyInstance> {
  const { host, contracts, clock, limits } = options;
  const app = createEdge(options);
  const outside = { contracts, clock, copiesOf: (service: string) => host.copiesOf(service) };
  const elsewhere = watchElsewhere(outside);
  mountNotFound(app);
  host.mount(app, { limits, internal: false });
  mountPassOn(app, { ...outside, drain: host.signal });
  mountOwnOperations(app, { host, elsewhere, clock, limits });
  mountHealth(app, {
    metrics: options.metrics,
    unready: async () => [...options.unready(), ...(await host.unready()), ...(await elsewhere.unready())],
  });
  if (options.mailbox) mountMailbox(app, options.mailbox);
  mountApiPage(app, options);
  await mountWebApp(app, options.web, options);
  await app.ready();
  return app;
}
