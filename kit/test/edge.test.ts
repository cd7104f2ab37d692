import { connect } from 'node:net';
import { systemClock } from '@usher/kit/clock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSigner } from './signer.ts';
import { everyService, listenTo, type OneHost } from './two-hosts.ts';

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

describe('the edge', () => {
  let host: OneHost;
  let authorization: string;
  beforeAll(async () => {
    const signer = await createSigner();
    authorization = `Bearer ${await signer.token()}`;
    host = await listenTo({ signer, services: everyService, corsOrigins: ['https://box-office.example'] });
  });
  afterAll(async () => {
    await host.close();
  });

  const ask = ({ method = 'POST', path = '/api/jars', headers = {}, body }: Asked) =>
    fetch(`${host.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  const askJson = (body: string | Buffer, headers: Record<string, string> = {}) =>
    ask({ body, headers: { authorization, 'content-type': 'application/json', ...headers } });
  const jar = JSON.stringify({ label: 'plum', spoons: 1 });

  const wrong: Record<string, () => Promise<Response>> = {
    'invalid_json: a body that is cut off': () => askJson('{"label": "pl'),
    'invalid_json: a body that is not UTF-8': () => askJson(Buffer.from([0x22, 0xff, 0xfe, 0x22])),
    'invalid_json: a body that would change prototypes': () => askJson('{"__proto__": {"admin": true}}'),
    'invalid_json: a body with a byte order mark': () => askJson(`\ufeff${jar}x`),
    'invalid_request: no body': () => askJson(''),
    'invalid_request: a body that is null': () => askJson('null'),
    'invalid_request: a field nobody knows': () => askJson('{"label": "plum", "spoons": 1, "free": true}'),
    'invalid_request: a field of the wrong type': () => askJson('{"label": "plum", "spoons": "1"}'),
    'invalid_request: a NUL in a text': () => askJson('{"label": "pl\\u0000um", "spoons": 1}'),
    'invalid_request: a key that is no key': () => askJson(jar, { 'idempotency-key': 'two words' }),
    'payload_too_large: a body beyond the bound': () => askJson(`"${'x'.repeat(70_000)}"`),
    'unsupported_media_type: a form': () => askJson(jar, { 'content-type': 'application/x-www-form-urlencoded' }),
    'unauthenticated: no token': () => ask({ body: jar, headers: { 'content-type': 'application/json' } }),
    'invalid_token: a token of nobody': () => askJson(jar, { authorization: 'Bearer a.b.c' }),
    'invalid_token: a scheme that is not spoken here': () => askJson(jar, { authorization: 'Basic YTpi' }),
    'not_found: a path that is nowhere': () => ask({ method: 'GET', path: '/api/cellars' }),
    'not_found: an id that is none': () => ask({ method: 'GET', path: '/api/tastings/1' }),
    'not_found: a path that cannot be decoded': () => ask({ method: 'GET', path: '/api/tastings/%E0%A4%A' }),
    'not_found: an id beyond all bounds': () => ask({ method: 'GET', path: `/api/tastings/${'x'.repeat(2_000)}` }),
    'method_not_allowed: a method this path does not have': () => ask({ method: 'DELETE' }),
  };
  it.each(Object.entries(wrong))('answers a problem document with its code: %s', async (title, send) => {
    const response = await send();
    const [code] = title.split(':');
    const problem = (await response.json()) as Record<string, unknown>;
    expect(problem).toMatchObject({ code, status: response.status, type: `urn:usher:refusal:${code ?? ''}` });
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(problem['instance']).toBe(response.headers.get('x-request-id'));
  });

  it('names each wrong field', async () => {
    const problem = (await (await askJson('{"label": "", "free": true}')).json()) as { errors: { path: string }[] };
    expect(problem.errors.map((error) => error.path).sort()).toEqual(['free', 'label', 'spoons']);
  });

  it('says which methods a path has, and how to sign in', async () => {
    expect((await ask({ method: 'PUT' })).headers.get('allow')).toBe('POST');
    expect((await ask({ method: 'DELETE', path: `/api/tastings/${systemClock.newId()}` })).headers.get('allow')).toBe(
      'GET, HEAD',
    );
    expect((await ask({})).headers.get('www-authenticate')).toBe('Bearer');
  });

  it('keeps the request id it is given, unless that could be anything but an id', async () => {
    const given = async (id: string) =>
      (await ask({ method: 'GET', path: '/api/nowhere', headers: { 'x-request-id': id } })).headers.get('x-request-id');
    expect(await given('order-4711-abcdef')).toBe('order-4711-abcdef');
    expect(await given('<script>alert(1)</script>')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('lets pages of listed sites read answers, and of no other', async () => {
    const from = (origin: string) => ask({ method: 'OPTIONS', headers: { origin } });
    const listed = await from('https://box-office.example');
    expect(listed.status).toBe(204);
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://box-office.example');
    expect(listed.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
    expect(listed.headers.get('vary')).toContain('Origin');
    for (const origin of ['https://evil.example', 'https://box-office.example.evil.example', 'null'])
      expect((await from(origin)).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('refuses a change that a browser sends with cookies from a page that is not ours', async () => {
    const from = async (headers: Record<string, string>) =>
      (await ask({ headers: { cookie: 'session=1', ...headers } })).status;
    expect(await from({ origin: 'https://evil.example' })).toBe(403);
    expect(await from({ origin: 'null' })).toBe(403);
    // Let through to where nobody is signed in: ours, a listed site, and a client that is no browser.
    expect(await from({ origin: host.url })).toBe(401);
    expect(await from({ origin: 'https://box-office.example' })).toBe(401);
    expect(await from({})).toBe(401);
  });

  it('answers what is not HTTP, and headers beyond the bound, and closes the connection', async () => {
    const overflow = await sendRaw(host.url, `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(overflow).toMatch(/^HTTP\/1\.1 431 /);
    expect(overflow).toContain('"code":"headers_too_large"');
    const noise = await sendRaw(host.url, 'HELO box.example\r\n\r\n');
    expect(noise).toMatch(/^HTTP\/1\.1 400 /);
    expect(noise).toContain('"code":"invalid_request"');
  });

  it('sends every answer with the headers that protect a browser', async () => {
    const { headers } = await askJson(jar);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

/** Sends bytes and reads until the other side closes. */
function sendRaw(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (bytes) => {
      answer += bytes.toString();
    });
    socket.on('end', () => {
      resolve(answer);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
