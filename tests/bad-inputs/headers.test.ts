/** What every answer carries, also the ones no route gives, and what is shown to this machine only. */
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { worldUrl } from '../callers.ts';
import { sendAsIs } from './requests.ts';

const protections = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'cache-control': 'no-store',
};

/** The head of what comes back for bytes that are no request. */
function headOf(bytes: string): Promise<string> {
  const { hostname, port } = new URL(worldUrl);
  return new Promise((resolve, reject) => {
    let text = '';
    connect(Number(port), hostname)
      .on('data', (chunk) => {
        text += chunk.toString();
      })
      .on('end', () => {
        resolve(text.split('\r\n\r\n')[0] ?? '');
      })
      .on('error', reject)
      .end(bytes);
  });
}

test.each([
  ['no HTTP at all', 'HELLO\r\n\r\n', 400],
  ['headers without end', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
])('%s is refused with the protections of every other answer', async (_what, bytes, status) => {
  const [first, ...lines] = (await headOf(bytes)).split('\r\n');
  expect(first).toContain(`HTTP/1.1 ${status} `);
  const headers = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s)));
  expect(headers).toMatchObject({ ...protections, connection: 'close' });
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(headers['content-security-policy']).toContain("default-src 'none'");
});

test.each(['/api/events', '/api/nothing', '/health', '/', '/api/documentation'])(
  '%s carries the protections',
  async (path) => {
    const { headers } = await sendAsIs('GET', path);
    const { 'cache-control': _cache, ...always } = protections;
    expect(Object.fromEntries(headers)).toMatchObject(always);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  },
);

test('Figures are for this machine, not for those a proxy on it speaks for', async () => {
  (await sendAsIs('GET', '/metrics')).is(200);
  for (const headers of [{ 'x-forwarded-for': '203.0.113.9' }, { forwarded: 'for=203.0.113.9' }])
    (await sendAsIs('GET', '/metrics', { headers })).refuses(404, 'not_found');
});
