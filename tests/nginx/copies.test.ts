/** Two copies behind nginx: what callers notice when one is away, stops or is slow, and when nginx itself is reloaded. */
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { ServiceName } from '@usher/contracts/contract';
import { describeWith } from '@usher/kit/testing-programs';
import { afterEach, expect, it } from 'vitest';
import { type Nginx, startNginx } from './nginx.ts';
import { listen, named, type Upstream } from './upstreams.ts';

const REQUESTS = 200;
const AT_ONCE = 8;

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

describeWith('nginx', 'a copy that is away', () => {
  it('A copy that is gone costs no request, whether it reads or writes', async () => {
    const [first, second] = [await named('first'), await named('second')];
    const nginx = await start('seats', [first, second]);
    await first.close();
    const statuses = await many((n) =>
      send(nginx, n % 2 === 0 ? 'GET' : 'POST', n % 2 === 0 ? '/api/holds/h' : '/api/holds'),
    );
    expect(statuses).toEqual(Array.from({ length: REQUESTS }, () => 200));
  });

  it('When every copy is gone the answer is a problem that says when to come back', async () => {
    const nginx = await startNginx({ services: {} });
    toClose.push(() => nginx.stop());
    const answer = await send(nginx, 'POST', '/api/holds', { 'idempotency-key': 'k1', 'x-request-id': 'nobody-there' });
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1', 'x-frame-options': 'DENY' } });
    expect(JSON.parse(answer.text)).toEqual({
      type: 'urn:usher:refusal:unavailable',
      title: 'Not available right now',
      status: 503,
      code: 'unavailable',
      instance: 'nobody-there',
    });
  });
});

describeWith('nginx', 'a copy that dies at work', () => {
  it('A write that was cut off is sent to the other copy only under an Idempotency-Key', async () => {
    let arrived: string[] = [];
    const cutsTheFirst = (name: string) =>
      listen((incoming, response) => {
        arrived.push(name);
        incoming.resume().once('end', () => {
          if (arrived.length === 1) incoming.socket.destroy();
          else response.end('{}');
        });
      });
    const nginx = await start('orders', [await cutsTheFirst('first'), await cutsTheFirst('second')]);

    expect((await send(nginx, 'POST', '/api/orders', { 'idempotency-key': 'k1' }, '{"holdId":"h"}')).status).toBe(200);
    expect([...arrived].sort()).toEqual(['first', 'second']);

    arrived = [];
    const unkeyed = await send(nginx, 'POST', '/api/orders', {}, '{"holdId":"h"}');
    expect(unkeyed).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(arrived).toHaveLength(1);

    arrived = [];
    expect((await send(nginx, 'GET', '/api/orders')).status).toBe(200);
    expect([...arrived].sort()).toEqual(['first', 'second']);
  });

  it('An operation that ignores keys is not repeated because of one', async () => {
    let arrived = 0;
    const cutting = await listen((incoming) => {
      arrived += 1;
      incoming.socket.destroy();
    });
    const nginx = await start('orders', [cutting, cutting]);
    expect((await send(nginx, 'POST', '/api/orders/lookup', { 'idempotency-key': 'k1' }, '{}')).status).toBe(503);
    expect(arrived).toBe(1);
  });

  it('A repeated write carries its whole body, its path and its key', async () => {
    const bodies: string[] = [];
    const cutsTheFirst = () =>
      listen((incoming, response) => {
        let text = '';
        incoming.on('data', (bytes: Buffer) => (text += bytes.toString()));
        incoming.once('end', () => {
          bodies.push(
            `${incoming.method ?? ''} ${incoming.url ?? ''} ${String(incoming.headers['idempotency-key'])} ${text.length}`,
          );
          if (bodies.length === 1) incoming.socket.destroy();
          else response.end('{}');
        });
      });
    const nginx = await start('orders', [await cutsTheFirst(), await cutsTheFirst()]);
    const path = '/api/orders/%C3%A9/cancel?a=%20b';
    expect((await send(nginx, 'POST', path, { 'idempotency-key': 'k7' }, 'x'.repeat(60_000))).status).toBe(200);
    expect(bodies).toEqual([`POST ${path} k7 60000`, `POST ${path} k7 60000`]);
  });
});

describeWith('nginx', 'what takes long', () => {
  it('The first event of a stream arrives while the stream is open', async () => {
    let stream: ServerResponse | undefined;
    const streaming = await listen((_request, response) => {
      stream = response;
      // Without chunks a proxy that collects has no reason to pass anything on before the end.
      response.useChunkedEncodingByDefault = false;
      response.shouldKeepAlive = false;
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: first\n\n');
    });
    const nginx = await start('seats', [streaming]);
    const response = await fetch(`${nginx.url}/api/events/e1/availability/stream`);
    const reader = response.body!.getReader();
    const next = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await next()).toBe('data: first\n\n');
    stream!.write('data: second\n\n');
    expect(await next()).toBe('data: second\n\n');
    await reader.cancel();
  });

  it('A reload under load fails no request', async () => {
    const nginx = await start('catalog', [await named('first'), await named('second')]);
    const statuses = await many(async (n) => {
      if (n % 50 === 25) await nginx.program.kill('SIGHUP');
      return send(nginx, n % 2 === 0 ? 'GET' : 'POST', '/api/venues');
    });
    expect(statuses).toEqual(Array.from({ length: REQUESTS }, () => 200));
  });
});

/** nginx before copies of one service; both end with the test. */
async function start(service: ServiceName, copies: readonly Upstream[]): Promise<Nginx> {
  const nginx = await startNginx({ services: { [service]: copies.map((copy) => copy.port) } });
  toClose.push(...copies.map((copy) => () => copy.close()), () => nginx.stop());
  return nginx;
}

/** Asks again and again, some at once; the statuses in order. */
async function many(one: (n: number) => Promise<{ status: number }>): Promise<number[]> {
  const statuses: number[] = [];
  let next = 0;
  const loop = async (): Promise<void> => {
    while (next < REQUESTS) {
      const n = next;
      next += 1;
      statuses[n] = (await one(n)).status;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, loop));
  return statuses;
}

interface Sent {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** On a connection of its own, so that no client repeats what a server cut off. */
function send(
  nginx: Nginx,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = '',
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const options = { port: nginx.port, host: '127.0.0.1', method, path, agent: false as const };
    const sending = request({
      ...options,
      headers: { ...headers, ...(body === '' ? {} : { 'content-length': body.length }) },
    });
    sending.once('error', reject);
    sending.once('response', (response) => {
      let text = '';
      response.on('data', (bytes: Buffer) => (text += bytes.toString()));
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    sending.end(body);
  });
}
