/** What the gateway does with requests for services elsewhere: real servers, real sockets. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { catalog } from '@usher/contracts/catalog';
import { seats } from '@usher/contracts/seats';
import { protections } from '@usher/kit/edge';
import { eventually } from '@usher/kit/testing';
import { describe, expect, it } from 'vitest';
import { ask, startGateway, startUpstream, tell } from './upstream.ts';

const EVENT = '/api/events/01890000-0000-7000-8000-000000000001';
const NOWHERE = 'http://127.0.0.1:9';
const IMAGE_BYTES_MAX = catalog.operations.putEventImage.rawBody?.bytesMax ?? 0;

describe('a request for a service elsewhere', () => {
  it('goes on as it came: method, path with its query, body, and headers but those for one hop', async () => {
    const upstream = await startUpstream((_heard, response) => response.end('{}'));
    const gateway = await startGateway([seats], upstream.url);
    const body = JSON.stringify({ eventId: 'é' });
    const headers = {
      authorization: 'Bearer a.b.c',
      'content-type': 'application/json',
      'accept-language': 'fr',
      'idempotency-key': 'one',
      connection: 'close, x-secret-of-this-hop',
      'x-secret-of-this-hop': 'yes',
      te: 'trailers',
      'keep-alive': 'timeout=5',
      'proxy-authorization': 'Basic x',
    };
    await tell(`${gateway.url}/api/holds?a=%20b&a=c`, { method: 'POST', headers, body });
    const [heard] = upstream.heard;
    expect(heard).toMatchObject({ method: 'POST', url: '/api/holds?a=%20b&a=c' });
    expect(heard?.body.toString()).toBe(body);
    expect(heard?.headers).toMatchObject({
      authorization: 'Bearer a.b.c',
      'content-type': 'application/json',
      'accept-language': 'fr',
      'idempotency-key': 'one',
      host: new URL(upstream.url).host,
    });
    for (const name of ['x-secret-of-this-hop', 'te', 'keep-alive', 'proxy-authorization'])
      expect(heard?.headers).not.toHaveProperty(name);
  });

  it("says who asks as the gateway sees it, whatever the caller says, under the request's own id", async () => {
    const upstream = await startUpstream((_heard, response) => response.end('{}'));
    const gateway = await startGateway([catalog], upstream.url);
    await tell(`${gateway.url}/api/events`, {
      headers: {
        'x-forwarded-for': '10.9.9.9',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'https',
        'x-forwarded-prefix': '/evil',
        forwarded: 'for=10.9.9.9',
        'x-request-id': 'not an id',
      },
    });
    const headers = upstream.heard[0]?.headers;
    expect(headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': new URL(gateway.url).host,
      'x-forwarded-proto': 'http',
    });
    expect(headers).not.toHaveProperty('forwarded');
    expect(headers).not.toHaveProperty('x-forwarded-prefix');
    expect(headers?.['x-request-id']).toMatch(/^[\w-]{36}$/);
  });

  it('is answered as the service answers, with the headers of its edge and no others, each once', async () => {
    const upstream = await startUpstream((_heard, response) => {
      response.writeHead(207, {
        'content-type': 'application/json',
        'content-security-policy': 'sandbox',
        vary: 'Origin, Accept',
        'x-own': 'yes',
        'set-cookie': ['a=1', 'b=2'],
        connection: 'x-hop',
        'x-hop': 'yes',
        'proxy-authenticate': 'Basic',
      });
      response.end('{"ok":true}');
    });
    const gateway = await startGateway([catalog], upstream.url);
    const answer = await tell(`${gateway.url}/api/events`, { headers: { origin: 'https://shop.example' } });
    expect(answer).toMatchObject({ status: 207, headers: { 'x-own': 'yes', vary: 'Origin, Accept' } });
    expect(answer.headers).toMatchObject({ 'set-cookie': ['a=1', 'b=2'], 'content-security-policy': 'sandbox' });
    expect(answer.body.toString()).toBe('{"ok":true}');
    for (const name of ['x-hop', 'proxy-authenticate', 'x-frame-options', 'access-control-allow-origin'])
      expect(answer.headers).not.toHaveProperty(name);
  });

  it('gets HEAD and 304 answered without a body, their headers kept', async () => {
    const upstream = await startUpstream(({ method, headers }, response) => {
      if (headers['if-none-match'] === '"one"') response.writeHead(304, { etag: '"one"' }).end();
      else response.writeHead(200, { etag: '"one"', 'content-length': '5' }).end(method === 'HEAD' ? '' : 'seats');
    });
    const gateway = await startGateway([catalog], upstream.url);
    const head = await tell(`${gateway.url}/api/events`, { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, headers: { etag: '"one"', 'content-length': '5' } });
    expect(upstream.heard.map(({ method }) => method)).toEqual(['HEAD']);
    const unchanged = await tell(`${gateway.url}/api/events`, { headers: { 'if-none-match': '"one"' } });
    expect(unchanged).toMatchObject({ status: 304, headers: { etag: '"one"' } });
    expect(unchanged.body.length).toBe(0);
  });

  it('carries bytes unchanged both ways: an image of some megabytes, packed answers', async () => {
    const bytes = randomBytes(4_000_000);
    const packed = randomBytes(2_000_000);
    const upstream = await startUpstream((_heard, response) =>
      response.writeHead(200, { 'content-type': 'image/webp', 'content-encoding': 'br' }).end(packed),
    );
    const gateway = await startGateway([catalog], upstream.url);
    for (const framing of [{ 'content-length': String(bytes.length) }, { 'transfer-encoding': 'chunked' }]) {
      const answer = await tell(`${gateway.url}${EVENT}/image`, {
        method: 'PUT',
        headers: { 'content-type': 'multipart/form-data; boundary=x', ...framing },
        body: bytes,
      });
      expect(answer.headers).toMatchObject({ 'content-encoding': 'br', 'content-type': 'image/webp' });
      expect(answer.body.equals(packed)).toBe(true);
      const heard = upstream.heard.pop();
      expect(heard?.body.equals(bytes)).toBe(true);
      expect(heard?.headers['content-type']).toBe('multipart/form-data; boundary=x');
    }
  });

  it('is refused when its body is larger than the operation takes, said or counted, small or streamed', async () => {
    const upstream = await startUpstream((_heard, response) => response.end('{}'));
    const gateway = await startGateway([catalog, seats], upstream.url);
    const large = { '/api/holds': 65 * 1_024, [`${EVENT}/image`]: IMAGE_BYTES_MAX + 1 };
    for (const [path, length] of Object.entries(large)) {
      for (const framing of [{ 'content-length': String(length) }, { 'transfer-encoding': 'chunked' }]) {
        const method = path === '/api/holds' ? 'POST' : 'PUT';
        const asking = ask(gateway.url + path, { method, headers: { 'content-type': 'image/png', ...framing } });
        // The connection is closed on who goes on sending.
        asking.on('error', () => undefined);
        asking.end(Buffer.alloc(length));
        const [answer] = (await once(asking, 'response')) as [IncomingMessage];
        expect([path, answer.statusCode]).toEqual([path, 413]);
        answer.resume();
      }
    }
    expect(upstream.heard).toEqual([]);
  });

  it('is refused as unavailable, with a time to come back, when no copy answers', async () => {
    const gateway = await startGateway([catalog], NOWHERE);
    const answer = await tell(`${gateway.url}/api/events`);
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(JSON.parse(answer.body.toString())).toMatchObject({ code: 'unavailable' });
    expect(answer.headers).toMatchObject({ 'x-frame-options': protections['x-frame-options'] });
  });

  it('goes to another copy when one breaks off, if it is safe or keyed, and is never sent twice otherwise', async () => {
    const broken = await startUpstream((_heard, response) => response.destroy());
    const gateway = await startGateway([seats], broken.url);
    const hold = (headers: Record<string, string>) =>
      tell(`${gateway.url}/api/holds`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{}',
      });
    expect((await hold({})).status).toBe(503);
    expect(broken.heard.length).toBe(1);
    expect((await hold({ 'idempotency-key': 'one' })).status).toBe(503);
    expect(broken.heard.length).toBe(3);
    expect(broken.heard.map(({ body }) => body.toString())).toEqual(['{}', '{}', '{}']);
  });

  it('ends at the service when its caller leaves', async () => {
    let gone = false;
    const upstream = await startUpstream((_heard, response) => response.once('close', () => (gone = true)));
    const gateway = await startGateway([catalog], upstream.url);
    const asking = ask(`${gateway.url}/api/events`);
    asking.on('error', () => undefined);
    asking.end();
    await eventually(async () => expect(upstream.heard.length).toBe(1));
    asking.destroy();
    await eventually(async () => expect(gone).toBe(true));
  });

  it('leaves unknown paths and methods refused as they are elsewhere, and is answered to the web app in place', async () => {
    const upstream = await startUpstream((_heard, response) =>
      response.writeHead(200, { 'x-own': 'yes' }).end('{"a":1}'),
    );
    const { app } = await startGateway([catalog], upstream.url);
    expect((await app.inject({ url: '/api/nothing' })).json()).toMatchObject({ code: 'not_found' });
    const wrong = await app.inject({ method: 'DELETE', url: '/api/events' });
    expect(wrong.json()).toMatchObject({ code: 'method_not_allowed' });
    expect(wrong.headers.allow).toBe('GET, HEAD, POST');
    const answer = await app.inject({ url: '/api/events', remoteAddress: '198.51.100.7' });
    expect([answer.statusCode, answer.headers['x-own'], answer.json()]).toEqual([200, 'yes', { a: 1 }]);
    expect(answer.headers.connection).not.toBe('close');
    expect(upstream.heard[0]?.headers['x-forwarded-for']).toBe('198.51.100.7');
    const posted = await app.inject({ method: 'POST', url: '/api/events', payload: { name: 'x' } });
    expect(posted.statusCode).toBe(200);
    expect(upstream.heard[1]?.body.toString()).toBe('{"name":"x"}');
  });
});

describe('a stream of a service elsewhere', () => {
  const path = `${EVENT}/availability/stream`;

  /** A reader who has its first event, and the response the service writes to. */
  async function reading() {
    const writers: ServerResponse[] = [];
    const upstream = await startUpstream((_heard, response) => {
      writers.push(response);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
    });
    const gateway = await startGateway([seats], upstream.url);
    const asking = ask(gateway.url + path);
    asking.end();
    // The head is there before there is any event.
    const [reader] = (await once(asking, 'response')) as [IncomingMessage];
    const writer = writers[0];
    if (!writer) throw new Error('the service was not asked');
    const texts: string[] = [];
    reader.on('data', (bytes: Buffer) => texts.push(bytes.toString()));
    reader.on('error', () => undefined);
    writer.write('data: 1\n\n');
    await eventually(async () => expect(texts).toEqual(['data: 1\n\n']));
    return { gateway, upstream, reader, writer, texts, asking };
  }

  it('passes event by event and is counted as a stream whatever its reader accepts', async () => {
    const { writer, texts, upstream } = await reading();
    writer.write('data: 2\n\n');
    await eventually(async () => expect(texts).toEqual(['data: 1\n\n', 'data: 2\n\n']));
    expect(upstream.heard[0]?.headers.accept).toBe('text/event-stream');
  });

  it('ends at the service when the reader leaves', async () => {
    const { writer, asking } = await reading();
    asking.destroy();
    await eventually(async () => expect(writer.closed).toBe(true));
  });

  it('ends for the reader when the service ends it, breaks off, or the gateway drains', async () => {
    for (const end of ['end', 'break', 'drain'] as const) {
      const { writer, reader, gateway } = await reading();
      const ended = once(reader, 'end');
      if (end === 'end') writer.end();
      else if (end === 'break') writer.destroy();
      else gateway.drain.abort();
      await ended;
      expect(reader.complete).toBe(true);
      await eventually(async () => expect(writer.closed).toBe(true));
    }
  });
});
