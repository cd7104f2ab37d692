/** /health, /ready and /metrics, at the root of every process. */
import type { FastifyInstance } from 'fastify';
import { sendRefusal } from './edge.ts';
import type { Metrics } from './metrics.ts';
import { refuse } from './refusal.ts';

/** Health: the process answers. Ready: it can serve, for nothing speaks against it. Metrics: Prometheus text, for this machine only. */
export function mountHealth(
  app: FastifyInstance,
  options: { metrics: Metrics; unready(): Promise<readonly string[]> },
): void {
  app.get('/health', (_request, reply) => reply.send({ status: 'ok' }));
  app.get('/ready', async (_request, reply) => {
    const reasons = await options.unready();
    return reply
      .code(reasons.length === 0 ? 200 : 503)
      .send({ status: reasons.length === 0 ? 'ready' : 'not_ready', reasons });
  });
  app.get('/metrics', async (request, reply) => {
    // Figures tell a stranger how business goes; a scraper runs beside the process, and so does a proxy that
    // speaks for strangers: what was forwarded is not asked by this machine.
    const forwarded = request.headers['x-forwarded-for'] ?? request.headers.forwarded;
    if (forwarded !== undefined || !['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)) {
      sendRefusal(reply, request, refuse('not_found'));
      return reply;
    }
    return reply.type(options.metrics.registry.contentType).send(await options.metrics.registry.metrics());
  });
}
