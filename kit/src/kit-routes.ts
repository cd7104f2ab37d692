/** What every service answers to others of the house beside its operations: its keys, its log, how it is. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendRefusal } from './edge.ts';
import { hasRole, type Principal } from './principal.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { Running } from './running.ts';
import { sessionCookieOf } from './session-cookie.ts';

export interface KitRoutes {
  readonly name: string;
  readonly service: Running;
  verifyPeer(token: string): Promise<string | undefined>;
  verifyUser(token: string): Promise<Principal | undefined>;
}

const ENTRIES_MAX = 500;

/** Registers `/internal/<service>/keys` for anybody, `/log` for peers and `/health` for admins. */
export function mountKitRoutes(app: FastifyInstance, { name, service, verifyPeer, verifyUser }: KitRoutes): void {
  app.get(`/internal/${name}/keys`, async () => ({ keys: await service.publicKeys() }));
  app.get<{ Querystring: { after?: string; limit?: string } }>(`/internal/${name}/log`, async (request, reply) => {
    const peer = await verifyPeer(bearerOf(request) ?? '');
    if (peer === undefined) return reply.code(401).send();
    return service.readLog(Number(request.query.after ?? 0), Math.min(ENTRIES_MAX, Number(request.query.limit ?? 100)));
  });
  app.get(`/internal/${name}/health`, async (request, reply) => {
    const refusal = await refuseUnlessAdmin(request, verifyUser);
    if (!refusal) return service.health();
    sendRefusal(reply, request, refusal);
    return reply;
  });
}

async function refuseUnlessAdmin(
  request: FastifyRequest,
  verifyUser: KitRoutes['verifyUser'],
): Promise<Refusal | undefined> {
  const token = request.headers.authorization === undefined ? sessionCookieOf(request) : (bearerOf(request) ?? '');
  if (token === undefined) return refuse('unauthenticated');
  const principal = await verifyUser(token);
  if (!principal) return refuse('invalid_token');
  return hasRole(principal, ['admin']) ? undefined : refuse('forbidden');
}

function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer ([\w.-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
