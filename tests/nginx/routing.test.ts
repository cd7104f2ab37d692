/** nginx sends every operation of every contract to the service that promised it, and bodies no larger than promised. */
import { spawnSync } from 'node:child_process';
import { request } from 'node:http';
import { contracts } from '@usher/contracts/all';
import type { Contract, ServiceName } from '@usher/contracts/contract';
import { describeWith, findProgram } from '@usher/kit/testing-programs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathRoutes } from '../../run/nginx-routes.ts';
import { optionsFrom } from '../../tools/nginx.ts';
import { nginxConfig } from '../../run/nginx-config.ts';
import { type Nginx, serviceNames, startNginx } from './nginx.ts';
import { exchange } from './raw.ts';
import { named, type Upstream } from './upstreams.ts';

const all: readonly Contract[] = Object.values(contracts);
const operations = all.flatMap(({ name, operations: promised }) =>
  Object.values(promised).map(({ route }) => {
    const [method = '', template = ''] = route.split(' ');
    return [method, `/api${template}`, name] as const;
  }),
);
const limits = pathRoutes(all).map(({ template, bodyBytesMax }) => [template, bodyBytesMax] as const);
const inPlaceOf = (template: string) => template.replace(/\{\w+\}/g, '018f0d9e-6a50-7c3e-9d5c-1f2a3b4c5d6e');

describe('the routes nginx is given', () => {
  it('Two services that promise operations of one path are refused', () => {
    const other = { ...contracts.tickets, operations: { peek: contracts.catalog.operations.listVenues } };
    expect(() => pathRoutes([contracts.catalog, other])).toThrow('catalog and tickets both promise operations');
  });

  it('A name that would end its directive is refused', () => {
    const config = (args: readonly string[]) =>
      nginxConfig(optionsFrom(args) as Exclude<ReturnType<typeof optionsFrom>, 'help'>);
    expect(() => config(['--host', 'a; return 200'])).toThrow('is no name or address');
    expect(() => config(['--copies', 'seats=a:1;'])).toThrow('is no name or address');
    expect(() => config(['--logs', '/var/"log'])).toThrow('cannot be given the path');
    expect(config(['--host', 'tickets.example', '--copies', 'seats=seats-1:3003'])).toContain('server seats-1:3003 ');
  });
});

describeWith('nginx', 'operations through nginx', () => {
  const nginx = nginxForAll();

  it('The configuration is one nginx accepts without a warning', () => {
    const { status, stderr } = spawnSync(findProgram('nginx') ?? '', ['-t', '-c', nginx().file], { encoding: 'utf8' });
    expect(stderr.split('\n').filter((line) => /warn|emerg|alert/.test(line))).toEqual([]);
    expect(status).toBe(0);
  });

  it.each(operations)('%s %s is asked of %s', async (method, template, service) => {
    const answer = await send(nginx(), method, `${inPlaceOf(template)}?limit=1`);
    expect(answer).toMatchObject({ status: 200, body: { name: service, url: `${inPlaceOf(template)}?limit=1` } });
  });

  it.each(limits)('Bodies to %s may have %i bytes and not one more', async (template, bytes) => {
    const path = inPlaceOf(template);
    const fitting = await send(nginx(), 'POST', path, Buffer.alloc(bytes, 'x'));
    expect(fitting).toMatchObject({ status: 200, body: { bodyBytes: bytes } });
    const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${bytes + 1}\r\n\r\n`;
    const [refused] = (await exchange(nginx().port, [head])).answers;
    expect(refused?.status).toBe(413);
    expect(refused?.body).toContain('"code":"payload_too_large"');
  });
});

describeWith('nginx', 'paths that are no operations', () => {
  const nginx = nginxForAll();

  it.each([
    '/',
    '/events/x/seats',
    '/assets/app.js',
    '/api/nowhere',
    '/api/documentation',
    '/api/openapi.json',
    '/dev/mail',
    '/ready',
    '/health',
  ])('%s is asked of the gateway', async (path) => {
    expect(await send(nginx(), 'GET', path)).toMatchObject({ status: 200, body: { name: 'gateway', url: path } });
  });

  it.each([
    '/metrics',
    '/internal',
    '/internal/seats/log',
    '/%69nternal/seats/log',
    '/api/../internal/seats/log',
    '/internal/catalog/..%2f..%2fapi%2fvenues',
    '/internal/seats/../../api/venues',
    '/api/events/%2e%2e/venues',
    '/api/venues/./x',
    '/api/venues#/x',
  ])('%s is nobody’s business outside', async (path) => {
    const answer = await send(nginx(), 'GET', path);
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found', status: 404 } });
    expect(answer.type).toContain('application/problem+json');
  });

  it('The pages of one session come from one copy of the gateway, those of all sessions from both', async () => {
    const copies = [await named('first'), await named('second')];
    const balanced = await startNginx({ services: { gateway: copies.map((copy) => copy.port) } });
    try {
      const nameFor = async (cookie: string) => (await send(balanced, 'GET', '/', undefined, { cookie })).body['name'];
      const seen = new Set<unknown>();
      for (let session = 0; session < 20; session += 1) {
        const name = await nameFor(`theme=dark; usher-refresh=${session}abc; a=b`);
        expect(await nameFor(`usher-refresh=${session}abc; theme=light`)).toBe(name);
        expect(await nameFor(`x=1; __Host-usher-refresh=${session}abc`)).toBe(name);
        seen.add(name);
      }
      expect(seen.size).toBe(2);
    } finally {
      await balanced.stop();
      for (const copy of copies) await copy.close();
    }
  });
});

describeWith('nginx', 'the access log', () => {
  const nginx = nginxForAll();

  it('The access log tells the route, the service and the ids, and no query, id or cookie', async () => {
    await send(nginx(), 'GET', '/api/downloads/tell-nobody?token=tell-nobody', undefined, {
      'x-request-id': 'a-download',
      cookie: 'session=tell-nobody',
    });
    await send(nginx(), 'GET', '/tickets/tell-nobody', undefined, { 'x-request-id': 'a-ticket' });
    const record = (id: string) =>
      expect.poll(
        () =>
          nginx()
            .accessLog()
            .find((one) => one['requestId'] === id),
        { timeout: 5_000 },
      );
    await record('a-download').toMatchObject({
      service: 'tickets',
      route: '/api/downloads/{link}',
      status: '200',
      upstreamStatus: '200',
      traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/) as string,
    });
    await record('a-ticket').toMatchObject({ service: 'gateway', route: '/tickets' });
    expect(JSON.stringify(nginx().accessLog())).not.toContain('tell-nobody');
  });
});

/** nginx for the tests of this group, before one server a service that answers with its name. */
function nginxForAll(): () => Nginx {
  const upstreams = new Map<ServiceName, Upstream>();
  let nginx: Nginx;
  beforeAll(async () => {
    for (const name of serviceNames) upstreams.set(name, await named(name));
    const services = Object.fromEntries([...upstreams].map(([name, { port }]) => [name, [port]]));
    nginx = await startNginx({ services });
  });
  afterAll(async () => {
    await nginx.stop();
    for (const upstream of upstreams.values()) await upstream.close();
  });
  return () => nginx;
}

interface Sent {
  readonly status: number;
  readonly type: string;
  readonly body: Record<string, unknown>;
}

/** The path goes out as it is written: no client tidies it. */
function send(
  nginx: Nginx,
  method: string,
  path: string,
  body?: Buffer,
  headers: Record<string, string> = {},
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const sending = request({ port: nginx.port, host: '127.0.0.1', method, path, headers, agent: false });
    sending.once('error', reject);
    sending.once('response', (response) => {
      let text = '';
      response.on('data', (bytes: Buffer) => (text += bytes.toString()));
      response.once('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          body: JSON.parse(text) as Record<string, unknown>,
        });
      });
    });
    sending.end(body);
  });
}
