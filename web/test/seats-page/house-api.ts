/** A seats service over a socket of its own, for tests of what the page asks: one row, the best seats first. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@usher/kit/clock';
import { RouterContextProvider } from 'react-router';
import { createRenewals } from '../../app/session/renewal.ts';
import { sessionMiddleware } from '../../app/session/session.ts';
import { visitContext } from '../../app/visit.ts';

interface Asked {
  readonly eventId: string;
  readonly seatIds?: string[];
  readonly bestAvailable?: { readonly quantity: number; readonly tierKey?: string; readonly accessible?: boolean };
  readonly pass?: string;
}
type Refusing = { readonly status: number; readonly code: string; readonly [more: string]: unknown };

export interface HouseApi {
  /** The bodies of all holds asked for, and what was released, in order. */
  readonly asked: Asked[];
  readonly released: string[];
  /** Seats that are held now. */
  held(): string[];
  /** What a hold or a release is refused with, if it is. */
  refuse: { hold?: (asked: Asked) => Refusing | undefined; release?: (id: string) => Refusing | undefined };
  /** Runs an action of the seats page as a browser with these cookies; its answer gives cookies back. */
  visit(
    cookies: string,
    work: (call: { request: Request; context: RouterContextProvider; slug: string }) => unknown,
  ): Promise<Response>;
  close(): Promise<void>;
}

const SEATS = Array.from({ length: 12 }, (_, i) => `seat-${String(i + 1).padStart(2, '0')}`);

/** Opens the service; each tier but the first has no seats. */
export async function openHouseApi(firstTier = 'gold'): Promise<HouseApi> {
  const holds = new Map<string, string[]>();
  const api: Pick<HouseApi, 'asked' | 'released' | 'refuse' | 'held'> = {
    asked: [],
    released: [],
    refuse: {},
    held: () => [...holds.values()].flat(),
  };
  let made = 0;
  const answerHold = (id: string) => ({
    id,
    eventId: 'event',
    state: 'held',
    expiresAt: new Date(systemClock.now() + 60_000).toISOString(),
    extendableTo: null,
    items: (holds.get(id) ?? []).map((seatId) => itemOf(seatId)),
    total: { amount: 4500 * (holds.get(id)?.length ?? 0), currency: 'EUR' },
  });
  const holdThem = (asked: Asked): unknown => {
    api.asked.push(asked);
    const refusal = api.refuse.hold?.(asked);
    if (refusal) return refusal;
    const { quantity = 0, tierKey = firstTier } = asked.bestAvailable ?? {};
    const free = SEATS.filter((seat) => !api.held().includes(seat));
    if (tierKey !== firstTier || free.length < quantity) return { status: 409, code: 'not_enough_seats' };
    made += 1;
    holds.set(holdId(made), asked.seatIds ?? free.slice(0, quantity));
    return { status: 201, ...answerHold(holdId(made)), ...(asked.bestAvailable && { arrangement: 'together' }) };
  };
  const server = createServer((request, response) => void route(request, response));
  const route = async (request: IncomingMessage, response: ServerResponse) => {
    const id = request.url?.split('/').at(-1) ?? '';
    if (request.url === '/api/auth/guest') send(response, { status: 201, accessToken: guestToken(), expiresIn: 600 });
    else if (request.method === 'POST') send(response, holdThem((await readJson(request)) as Asked));
    else if (request.method === 'GET') send(response, holds.has(id) ? { status: 200, ...answerHold(id) } : notFound);
    else {
      const refusal = api.refuse.release?.(id);
      if (refusal) send(response, refusal);
      else {
        holds.delete(id);
        api.released.push(id);
        response.writeHead(204).end();
      }
    }
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...api,
    visit: (cookies, work) => visit(origin, cookies, work),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const notFound = { status: 404, code: 'not_found' };
const holdId = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const itemOf = (seatId: string) => ({
  ...{ seatId, section: 'Stalls', row: 'F', number: String(Number(seatId.slice(5))) },
  ...{ tierKey: 'gold', price: { amount: 4500, currency: 'EUR' } },
});

/** As the root's middleware and a page's action run, over real HTTP. */
async function visit(origin: string, cookies: string, work: Parameters<HouseApi['visit']>[1]): Promise<Response> {
  const surroundings = {
    api: async (asked: Request) => {
      const { method, headers } = asked;
      const body = method === 'POST' ? await asked.text() : undefined;
      const url = new URL(asked.url);
      return fetch(`${origin}${url.pathname}`, { method, headers, ...(body === undefined ? {} : { body }) });
    },
    clock: systemClock,
    publicUrl: 'http://localhost:3000',
  };
  const context = new RouterContextProvider();
  const renewOnce = createRenewals(surroundings);
  context.set(visitContext, { ...surroundings, renewOnce, nonce: 'n', address: '127.0.0.1', requestId: 'a-request' });
  const request = new Request('http://localhost:3000/events/hamlet/seats', { headers: { cookie: cookies } });
  return sessionMiddleware({ request, context }, async () => {
    const result = await work({ request, context, slug: 'hamlet' });
    if (result instanceof Response) return result;
    const { data = result, init } = (result ?? {}) as { data?: unknown; init?: ResponseInit };
    return Response.json(data, init ?? {});
  });
}

function send(response: ServerResponse, answer: unknown): void {
  const { status } = answer as { status: number };
  response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
  response.end(JSON.stringify(answer));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}');
}

function guestToken(): string {
  const claims = { sub: 'guest', role: 'guest', exp: Math.floor(systemClock.now() / 1000) + 600, organizations: {} };
  return `head.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
}
