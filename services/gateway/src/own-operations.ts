/** The operations the gateway answers itself, admitted and limited like those of any service. */
import { gateway } from '@usher/contracts/gateway';
import type { Clock } from '@usher/kit/clock';
import type { Host } from '@usher/kit/host';
import type { Limits } from '@usher/kit/limits';
import { type Handlers, operateAll } from '@usher/kit/operations';
import { mountOperations } from '@usher/kit/routes';
import type { FastifyInstance } from 'fastify';
import { getHealth } from './get-health.ts';
import type { ServicesElsewhere } from './services-elsewhere.ts';

/** It has no database, so none of them takes an idempotency key; and it has no peers that call. */
export function mountOwnOperations(
  app: FastifyInstance,
  options: { host: Host; elsewhere: ServicesElsewhere; clock: Clock; limits: Limits },
): void {
  const { host, clock, limits } = options;
  const handlers: Handlers<typeof gateway.operations> = { getHealth: getHealth(options) };
  const operated = operateAll(gateway.operations, handlers, {
    service: gateway.name,
    callers: new Set(),
    idempotency: undefined,
    clock,
  });
  mountOperations(app, {
    prefix: '/api',
    internal: false,
    operated: [...operated.values()],
    limits,
    clock,
    verifyUser: (token) => host.verifyUser(token),
    verifyPeer: async () => undefined,
  });
}
