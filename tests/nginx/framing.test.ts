/** G0 of the bad inputs: through nginx, and straight at the edge a gateway shows when it is the only one. */
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { describeWith } from '@usher/kit/testing-programs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Nginx, serviceNames, startNginx } from './nginx.ts';
import { type Probe, probes } from './probes.ts';
import { exchange, type RawAnswer } from './raw.ts';
import { echoingEdge, type Seen } from './upstreams.ts';

type EchoingEdge = Awaited<ReturnType<typeof echoingEdge>>;
const HOST = 'tickets.example';
const SOCKETS = 500;
const cases = probes.map((probe) => [probe.id, probe.what, probe] as const);

describeWith('nginx', 'requests through nginx', () => {
  const { edge, nginx } = bothForAll();

  it.each(cases)('%s: %s is read one way or refused', async (_id, _what, probe) => {
    await provoke(probe, nginx().port, edge().seen);
  });

  it('G0-23: a request for a host that is not ours is refused, however it names it', async () => {
    for (const bytes of [
      'GET /api/venues HTTP/1.1\r\nHost: evil.example\r\n\r\n',
      `GET http://evil.example/api/venues HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`,
      'GET /api/venues HTTP/1.0\r\n\r\n',
    ]) {
      const [answer] = (await exchange(nginx().port, [bytes])).answers;
      expect(answer?.status).toBe(421);
      expectProblem(answer!);
    }
    const [answer] = (
      await exchange(nginx().port, [`GET http://${HOST}/api/venues HTTP/1.1\r\nHost: evil.example:81\r\n\r\n`])
    ).answers;
    expect(answer?.status).toBe(200);
    expect(edge().seen.map((seen) => seen.host)).toEqual([`${HOST}:81`]);
  });

  it('An upload in gzip that nginx lets through is not unpacked by the service either', async () => {
    const head = `PUT /api/events/e1/image HTTP/1.1\r\nHost: ${HOST}\r\nContent-Type: image/png\r\nContent-Encoding: gzip\r\n`;
    const { answers } = await exchange(nginx().port, [
      `${head}Content-Length: 100000\r\n\r\n`,
      Buffer.alloc(100_000, 7),
    ]);
    expect(answers[0]?.status).toBe(415);
    expectProblem(answers[0]!);
  });

  it(`G0-39: with ${SOCKETS} idle connections from one address, another is served`, async () => {
    await besideIdleSockets(nginx().port);
  });
});

describeWith('nginx', 'what nginx passes on', () => {
  const { edge, nginx } = bothForAll();

  it('G0-25, G0-27: what a caller says about who asks, for which host and which path, is not believed', async () => {
    await ask(nginx().port, {
      'x-forwarded-for': '9.9.9.9',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'gopher',
      forwarded: 'for=9.9.9.9;host=evil.example',
      'x-real-ip': '9.9.9.9',
      'x-original-url': '/internal/metrics',
      'x-rewrite-url': '/internal/metrics',
      x_forwarded_for: '9.9.9.9',
    });
    expect(edge().seen).toMatchObject([{ url: '/api/venues', address: '127.0.0.1', host: HOST }]);
    expect(JSON.stringify(edge().seen[0]?.headers)).not.toMatch(/evil|9\.9\.9\.9|metrics|gopher/);
    expect(edge().seen[0]?.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' });
  });

  it('A well-formed request id and trace go on, others are made', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    await ask(nginx().port, { 'x-request-id': 'order-4711', traceparent });
    await ask(nginx().port, { 'x-request-id': 'a"b', traceparent: 'everything' });
    expect(edge().seen[0]?.headers).toMatchObject({ 'x-request-id': 'order-4711', traceparent });
    const id = String(edge().seen[1]?.headers['x-request-id']);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(edge().seen[1]?.headers['traceparent']).toBe(`00-${id}-${id.slice(0, 16)}-01`);
  });
});

describe('requests straight at the edge of a gateway', () => {
  const edge = edgeForAll([]);

  it.each(cases)('%s: %s is read one way or refused', async (_id, _what, probe) => {
    await provoke(probe, edge().port, edge().seen);
  });

  it('G0-25, G0-27: what a caller says about who asks, for which host and which path, is not believed', async () => {
    await ask(edge().port, {
      'x-forwarded-for': '9.9.9.9',
      'x-forwarded-host': 'evil.example',
      'x-original-url': '/internal/metrics',
    });
    expect(edge().seen).toMatchObject([{ url: '/api/venues', address: '127.0.0.1', host: HOST }]);
  });

  it(`G0-39: with ${SOCKETS} idle connections from one address, another is served`, async () => {
    await besideIdleSockets(edge().port);
  });
});

/** An edge for the tests of this group, which forgets between them what it saw. */
function edgeForAll(trustedProxies: readonly string[]): () => EchoingEdge {
  let edge: EchoingEdge;
  beforeAll(async () => {
    edge = await echoingEdge(trustedProxies);
  });
  afterAll(() => edge.close());
  beforeEach(() => {
    edge.seen.length = 0;
  });
  return () => edge;
}

/** nginx, known as HOST, before such an edge. */
function bothForAll(): { edge: () => EchoingEdge; nginx: () => Nginx } {
  const edge = edgeForAll(['127.0.0.1/32']);
  let nginx: Nginx;
  beforeAll(async () => {
    const services = Object.fromEntries(serviceNames.map((name) => [name, [edge().port]]));
    nginx = await startNginx({ services, publicHosts: [HOST] });
  });
  afterAll(() => nginx.stop());
  return { edge, nginx: () => nginx };
}

async function provoke(probe: Probe, port: number, seen: readonly Seen[]): Promise<void> {
  const { answers, ended } = await exchange(port, [Buffer.from(probe.bytes(HOST), 'latin1')]);
  const [first, second] = answers;
  expect(probe.statuses).toContain(first?.status);
  if (first!.status >= 400) expectProblem(first!);
  if (probe.ends) expect(ended).toBe(true);
  expect(seen.length).toBeLessThanOrEqual(probe.seenMax);
  for (const one of seen) expect(one).toMatchObject(probe.seenAs ?? {});
  // Bytes after a request are a request of their own, of nobody.
  if (second !== undefined) {
    expect(second.status).toBe(404);
    expect(second.body).not.toContain('a.b.c');
  }
}

function expectProblem(answer: RawAnswer): void {
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  const problem = JSON.parse(answer.body) as Record<string, unknown>;
  expect(problem['status']).toBe(answer.status);
  expect(problem['instance']).toBe(answer.headers['x-request-id'] ?? 'unread');
}

/** A GET on a connection of its own. */
function ask(port: number, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path: '/api/venues', agent: false, headers: { host: HOST, ...headers } })
      .once('response', (response) => {
        response.resume().once('end', () => {
          resolve(response.statusCode ?? 0);
        });
      })
      .once('error', reject)
      .end();
  });
}

async function besideIdleSockets(port: number): Promise<void> {
  const sockets: Socket[] = [];
  try {
    for (let n = 0; n < SOCKETS; n += 1) {
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket);
      await once(socket, 'connect');
    }
    expect(await ask(port, {})).toBe(200);
    expect(sockets.filter((socket) => socket.readyState === 'open')).toHaveLength(SOCKETS);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}
