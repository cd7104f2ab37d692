/** The seam: what the gateway promises the web app, and what it adds to every page. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { systemClock } from '@usher/kit/clock';
import { createEdge } from '@usher/kit/edge';
import { createLog } from '@usher/kit/log';
import { mountNotFound } from '@usher/kit/not-found';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { mountWebApp, type AnswerPage, type WebSurroundings } from '@usher/gateway/web-app';

const PUBLIC_URL = 'https://tickets.example';
const opened: { app: FastifyInstance; folder: string }[] = [];

afterEach(async () => {
  for (const { app, folder } of opened.splice(0)) {
    await app.close();
    await rm(folder, { recursive: true });
  }
});

describe('web app', () => {
  it('gets the request as it came, and its answer goes out with its status, headers and every cookie', async () => {
    const app = await serving(async (request) => {
      const said = `${request.method} ${new URL(request.url).pathname} ${request.headers.get('x-said') ?? ''} ${await request.text()}`;
      const headers = new Headers({ 'content-type': 'text/plain', 'x-answer': 'yes' });
      headers.append('set-cookie', 'a=1; Path=/');
      headers.append('set-cookie', 'b=2; Path=/');
      return new Response(said, { status: 207, headers });
    });
    const answer = await app.inject({
      method: 'POST',
      url: '/events/one?page=2',
      headers: { 'x-said': 'hello', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'seats=1',
    });
    expect(answer.statusCode).toBe(207);
    expect(answer.body).toBe('POST /events/one hello seats=1');
    expect(answer.headers['x-answer']).toBe('yes');
    expect(answer.headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2; Path=/']);
  });

  it('says in each page what may run there: its own nonce, never the same twice, and nothing inline', async () => {
    const nonces: string[] = [];
    const app = await serving(async (_request, { nonce }) => {
      nonces.push(nonce);
      return html();
    });
    const policies = [];
    for (const url of ['/', '/door/1'])
      policies.push(String((await app.inject({ url })).headers['content-security-policy']));
    expect(new Set(nonces).size).toBe(2);
    for (const [at, policy] of policies.entries()) {
      expect(policy).toContain(`'nonce-${nonces[at] ?? ''}'`);
      expect(policy).not.toContain('unsafe-inline');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
    }
    expect(policies.join()).not.toContain('unsafe-eval');
  });

  it('asks the API in place for the visitor it speaks for, bodies and refusals included', async () => {
    const app = await serving((request, visitor, { api }) =>
      api(
        new Request('http://inside/api/echo', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"a":1}',
        }),
        { ...visitor, address: `${visitor.address}9` },
      ),
    );
    app.post('/api/echo', async (request, reply) => reply.code(409).send({ address: request.ip, body: request.body }));
    const answer = await app.inject({ url: '/' });
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toEqual({ address: '127.0.0.19', body: { a: 1 } });
  });

  it('leaves what belongs to the API alone: unknown paths and methods there are refused as before', async () => {
    const app = await serving(async () => html());
    app.get('/api/events', async () => 'events');
    expect((await app.inject({ url: '/api/nothing' })).json()).toMatchObject({ code: 'not_found' });
    expect((await app.inject({ method: 'POST', url: '/api/events' })).json()).toMatchObject({
      code: 'method_not_allowed',
    });
    expect((await app.inject({ method: 'DELETE', url: '/anything' })).statusCode).toBe(404);
  });

  it('refuses a form of another site, with or without a cookie, and takes its own from either name', async () => {
    const app = await serving(async () => html());
    const post = async (origin: string) =>
      (await app.inject({ method: 'POST', url: '/login', headers: { origin, host: 'inside:3000' }, payload: 'x' }))
        .statusCode;
    expect(await post('https://evil.example')).toBe(403);
    expect(await post('null')).toBe(403);
    expect(await post('http://inside:3000')).toBe(200);
    expect(await post(PUBLIC_URL)).toBe(200);
  });

  it('refuses a Host that is none, before a page is asked', async () => {
    const app = await serving(async () => html());
    for (const host of ['a b', '][', 'x@y:z'])
      expect((await app.inject({ url: '/', headers: { host } })).json()).toMatchObject({ code: 'invalid_request' });
  });

  it('ends an answer that breaks off, and nothing else', async () => {
    const app = await serving(async () => {
      const body = new ReadableStream({
        pull(controller) {
          controller.enqueue(new TextEncoder().encode('<p>begun'));
          controller.error(new Error('broken off'));
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/html' } });
    });
    // An error nobody hears would end this process, and the test with it.
    await app.inject({ url: '/', headers: { 'accept-encoding': 'br' } }).catch(() => undefined);
    expect((await app.inject({ url: '/api/nothing' })).statusCode).toBe(404);
  });

  it('refuses a form larger than any of its own', async () => {
    const app = await serving(async () => html());
    const answer = await app.inject({ method: 'POST', url: '/login', payload: 'x'.repeat(65 * 1024) });
    expect(answer.json()).toMatchObject({ status: 413, code: 'payload_too_large' });
  });

  it('packs pages for browsers that take them packed, and passes files on as they are', async () => {
    const app = await serving(async (request) =>
      request.url.endsWith('.pdf') ? new Response('%PDF', { headers: { 'content-type': 'application/pdf' } }) : html(),
    );
    const ask = (url: string, accepted: string) => app.inject({ url, headers: { 'accept-encoding': accepted } });
    const br = await ask('/', 'gzip, br');
    expect(br.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(br.rawPayload).toString()).toBe(PAGE);
    const gzip = await ask('/', 'gzip');
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(PAGE);
    expect((await ask('/', 'identity')).body).toBe(PAGE);
    const pdf = await ask('/ticket.pdf', 'br');
    expect(pdf.headers['content-encoding']).toBeUndefined();
    expect(pdf.body).toBe('%PDF');
  });

  it('gives built files for good, packed where they lie packed', async () => {
    const app = await serving(async () => html());
    const plain = await app.inject({ url: '/assets/app-1.js' });
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(plain.body).toBe('plain');
    // The scanner's worker compiles WebAssembly, under the policy of its own file.
    expect(plain.headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval'");
    const packed = await app.inject({ url: '/assets/app-1.js', headers: { 'accept-encoding': 'br' } });
    expect(packed.headers['content-encoding']).toBe('br');
    expect(packed.body).toBe('packed');
    expect((await app.inject({ url: '/assets/../../secret' })).body).not.toContain('secret file');
    await rm(path.join(opened.at(-1)?.folder ?? '', 'files/assets/app-1.js'));
    expect((await app.inject({ url: '/assets/app-1.js' })).json()).toMatchObject({ code: 'not_found' });
  });
});

const PAGE = `<!doctype html><title>Usher</title>${'<p>A page.</p>'.repeat(100)}`;
const html = () => new Response(PAGE, { headers: { 'content-type': 'text/html; charset=utf-8' } });

type Answering = (
  request: Request,
  visit: Parameters<AnswerPage>[1],
  surroundings: WebSurroundings,
) => Promise<Response>;

async function serving(answering: Answering): Promise<FastifyInstance> {
  const folder = await mkdtemp(path.join(tmpdir(), 'usher-web-'));
  await mkdir(path.join(folder, 'files/assets'), { recursive: true });
  await writeFile(path.join(folder, 'secret'), 'secret file');
  await writeFile(path.join(folder, 'files/assets/app-1.js'), 'plain');
  await writeFile(path.join(folder, 'files/assets/app-1.js.br'), 'packed');
  const app = createEdge({
    log: createLog('silent'),
    clock: systemClock,
    trustedProxies: [],
    corsOrigins: [PUBLIC_URL],
  });
  opened.push({ app, folder });
  mountNotFound(app);
  await mountWebApp(
    app,
    {
      open: (surroundings) => (request, visit) => answering(request, visit, surroundings),
      files: path.join(folder, 'files'),
      development: false,
    },
    { clock: systemClock, publicUrl: PUBLIC_URL },
  );
  return app;
}
