/**
 * Stopping a server so that no request is lost. Who asks whether it is ready hears no at once, and
 * every answer closes its connection: proxies and peers go elsewhere. A connection that lies open
 * is left alone for a while, for a request may be on its way in it: those who keep connections to
 * us keep an idle one for a second at most, and closing it is theirs to do.
 */
import { type Socket, Server } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { pause } from './clock.ts';
import { closeDoors } from './doors.ts';

/** The server says it to the hooks and to itself: a drain has begun. */
const BEGUN = 'usher: drain';
/** Still accepted: a connection that the system has taken for us, but not we, would be lost. By then others know. */
const ACCEPT_MS = 300;
const IDLE_MS = 1_500;
const LOOK_MS = 50;

/** Lets the server be drained: its hooks are added before its routes. */
export function makeDrainable(app: FastifyInstance): void {
  const open = new Set<Socket>();
  let draining = false;
  app.server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  app.server.once(BEGUN, (reach: (sockets: ReadonlySet<Socket>) => void) => {
    draining = true;
    reach(open);
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!draining) return undefined;
    reply.header('connection', 'close');
    if (request.url !== '/ready') return undefined;
    return reply.code(503).send({ status: 'not_ready', reasons: ['it is stopping'] });
  });
  app.addHook('onSend', async (_request, reply) => {
    if (draining) reply.header('connection', 'close');
  });
}

/**
 * Serves what is asked until nobody asks, then closes. Takes less than two seconds when idle, and
 * `graceMs` at most: what is not answered by then is cut. Streams are to be ended before, by whoever
 * writes them; else they last until then. Called again, it closes at once.
 */
export async function drainServer(app: FastifyInstance, { graceMs }: { graceMs: number }): Promise<void> {
  const { server } = app;
  let open: ReadonlySet<Socket> = new Set();
  server.emit(BEGUN, (sockets: ReadonlySet<Socket>) => {
    open = sockets;
  });
  const over = AbortSignal.timeout(graceMs);
  const patient = AbortSignal.timeout(Math.min(IDLE_MS, graceMs));
  if (server.listening) {
    await pause(ACCEPT_MS, over);
    await stopAccepting(server);
  }
  while (open.size > 0 && !over.aborted) {
    if (patient.aborted) closeIdle(app, open);
    await pause(LOOK_MS, over);
  }
  server.closeAllConnections();
  for (const socket of open) socket.destroy();
  await app.close();
}

/** As the plain server does it: an HTTP server would close every connection that is idle just now. */
async function stopAccepting(server: Server): Promise<void> {
  // Right after the connections that are there were taken.
  await new Promise(setImmediate);
  closeDoors(server);
  Server.prototype.close.call(server);
}

function closeIdle({ server }: FastifyInstance, open: ReadonlySet<Socket>): void {
  server.closeIdleConnections();
  // Browsers open connections ahead of need; to Node one that never asked anything is not idle.
  for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
}
