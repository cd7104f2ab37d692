/** What has no route: 404, or 405 with the methods that path does have. */
import type { FastifyInstance } from 'fastify';
import { sendRefusal } from './edge.ts';
import { refuse } from './refusal.ts';

/** Call it before any route is registered: it notes them all. */
export function mountNotFound(app: FastifyInstance): void {
  const routes: { pattern: RegExp; method: string }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return;
    const pattern = new RegExp(`^${url.replace(/[.+?^$()|[\]\\]/g, '\\$&').replace(/:(\w+)/g, '[^/]+')}$`);
    for (const one of [method].flat()) routes.push({ pattern, method: one });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const methods = [...new Set(routes.filter((route) => route.pattern.test(path)).map((route) => route.method))];
    // A route that has the method found nothing there: a file that is gone, say.
    if (methods.length === 0 || methods.includes(request.method)) {
      sendRefusal(reply, request, refuse('not_found'));
      return;
    }
    reply.header('allow', methods.join(', '));
    if (request.method === 'OPTIONS') reply.code(204).send();
    else sendRefusal(reply, request, refuse('method_not_allowed'));
  });
}
