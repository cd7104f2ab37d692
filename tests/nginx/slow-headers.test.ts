import { describeWith } from '@usher/kit/testing-programs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Nginx, startNginx } from './nginx.ts';
import { exchange } from './raw.ts';
import { echoingEdge } from './upstreams.ts';

const SLOW = 'GET /api/venues HTTP/1.1\r\n'.match(/[^]/g) ?? [];
const EVERY_MS = 5_000;
const WITHIN_MS = 15_000;

describeWith('nginx', 'a request that arrives a byte at a time', () => {
  let edge: Awaited<ReturnType<typeof echoingEdge>>;
  let nginx: Nginx;
  beforeAll(async () => {
    edge = await echoingEdge([]);
    nginx = await startNginx({ services: { catalog: [edge.port] } });
  });
  afterAll(async () => {
    await nginx.stop();
    await edge.close();
  });

  it('G0-37: is given up within 15 s, by the edge with an answer, by nginx without', async () => {
    const slowly = (port: number) => exchange(port, SLOW, { everyMs: EVERY_MS, withinMs: WITHIN_MS });
    const [direct, proxied] = await Promise.all([slowly(edge.port), slowly(nginx.port)]);
    expect(direct.answers[0]?.status).toBe(408);
    expect(direct.answers[0]?.body).toContain('"code":"request_timeout"');
    expect([direct.ended, proxied.ended]).toEqual([true, true]);
    expect(proxied.answers).toEqual([]);
    expect(edge.seen).toEqual([]);
  });
});
