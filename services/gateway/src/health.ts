/** /health, /ready and /metrics, at the root of the process. */
import { sendRefusal } from '@usher/kit/edge';
import type { Host } from '@usher/kit/host';
import type { Metrics } from '@usher/kit/metrics';
import { refuse } from '@usher/kit/refusal';
import type { FastifyInstance } from 'fastify';

/** Health: the process answers. Ready: it can serve. Metrics: Prometheus text, for this machine only. */
export function mountHealth(
  app: FastifyInstance,
  options: { host: Host; metrics: Metrics; unready(): readonly string[] },
): void {
  app.get('/health', (_request, reply) => reply.send({ status: 'ok' }));
  app.get('/ready', async (_request, reply) => {
    const reasons = [...options.unready(), ...(await options.host.unready())];
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
