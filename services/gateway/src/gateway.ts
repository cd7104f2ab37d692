/**
 * The gateway: one entry for everything people and programs ask. It serves the API of the services
 * in this process in place, the web app, the API page, and what operators of the installation look at.
 */
import type { Contract } from '@usher/contracts/contract';
import type { Clock } from '@usher/kit/clock';
import { createEdge } from '@usher/kit/edge';
import type { Host } from '@usher/kit/host';
import { createLimits } from '@usher/kit/limits';
import type { Log } from '@usher/kit/log';
import type { Metrics } from '@usher/kit/metrics';
import { mountNotFound } from '@usher/kit/not-found';
import type { FastifyInstance } from 'fastify';
import { mountApiPage } from './api-page.ts';
import { mountHealth } from './health.ts';
import { mountMailbox, type Mailbox } from './mailbox-page.ts';
import { mountOwnOperations } from './own-operations.ts';
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
  readonly limitsOff: boolean;
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
  const app = createEdge(options);
  const limits = createLimits({ off: options.limitsOff });
  mountNotFound(app);
  options.host.mount(app, { limits, internal: false });
  mountOwnOperations(app, { ...options, limits });
  mountHealth(app, options);
  if (options.mailbox) mountMailbox(app, options.mailbox);
  await mountApiPage(app, options);
  await mountWebApp(app, options.web, options);
  await app.ready();
  return app;
}
