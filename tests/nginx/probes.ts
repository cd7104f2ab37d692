/** The bad inputs of group G0 that are bytes on a connection: framing two programs in a row could read differently. */

export interface Probe {
  readonly id: string;
  readonly what: string;
  readonly bytes: (host: string) => string;
  /** What the first answer may be. */
  readonly statuses: readonly number[];
  /** Whether the connection must end with it. */
  readonly ends?: boolean;
  /** How many requests may reach a route, at most. */
  readonly seenMax: number;
  /** What a request that does reach a route must be. */
  readonly seenAs?: { readonly method: string; readonly url: string };
}

const JSON_HEAD = 'Content-Type: application/json\r\n';
const SMUGGLED = 'GET /api/venues HTTP/1.1\r\nHost: smuggled.example\r\n\r\n';

function post(host: string, headers: string, body: string, version = '1.1'): string {
  return `POST /api/holds HTTP/${version}\r\nHost: ${host}\r\n${JSON_HEAD}${headers}\r\n${body}`;
}

const broken = { statuses: [400], ends: true, seenMax: 0 };

export const probes: readonly Probe[] = [
  {
    ...broken,
    id: 'G0-01',
    what: 'both a length and chunks',
    bytes: (host) => post(host, 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${SMUGGLED}`),
  },
  {
    ...broken,
    id: 'G0-03',
    what: 'a length and a transfer encoding nobody knows',
    bytes: (host) => post(host, 'Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n', `null${SMUGGLED}`),
  },
  {
    ...broken,
    id: 'G0-05',
    what: 'a space before the colon of Content-Length',
    bytes: (host) => post(host, 'Content-Length : 4\r\n', `null${SMUGGLED}`),
  },
  {
    ...broken,
    id: 'G0-07',
    what: 'a length with a sign',
    bytes: (host) => post(host, 'Content-Length: +4\r\n', `null${SMUGGLED}`),
  },
  {
    ...broken,
    id: 'G0-09',
    what: 'two lengths in one header',
    bytes: (host) => post(host, 'Content-Length: 4, 4\r\n', `null${SMUGGLED}`),
  },
  {
    id: 'G0-11',
    what: 'a length beyond all numbers',
    bytes: (host) => post(host, 'Content-Length: 99999999999999999999\r\n', 'null'),
    statuses: [400, 413],
    ends: true,
    seenMax: 0,
  },
  {
    id: 'G0-13',
    what: 'more bytes than its length says',
    bytes: (host) =>
      post(
        host,
        'Authorization: Bearer a.b.c\r\nContent-Length: 4\r\n',
        `nullGET /admin HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      ),
    statuses: [200],
    seenMax: 1,
    seenAs: { method: 'POST', url: '/api/holds' },
  },
  {
    id: 'G0-15',
    what: 'lines that end in a bare LF',
    bytes: (host) => `GET /api/venues HTTP/1.1\nHost: ${host}\n\n`,
    statuses: [200, 400],
    seenMax: 1,
    seenAs: { method: 'GET', url: '/api/venues' },
  },
  {
    ...broken,
    id: 'G0-17',
    what: 'a chunk of a negative size',
    bytes: (host) => post(host, 'Transfer-Encoding: chunked\r\n', `-1\r\nnull\r\n0\r\n\r\n${SMUGGLED}`),
  },
  {
    ...broken,
    id: 'G0-19',
    what: 'NUL in a header',
    bytes: (host) => `GET /api/venues HTTP/1.1\r\nHost: ${host}\r\nX-Shown: a\0b\r\n\r\n`,
  },
  {
    ...broken,
    id: 'G0-21',
    what: 'two hosts',
    bytes: (host) => `GET /api/venues HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n\r\n`,
  },
  {
    id: 'G0-29',
    what: 'TRACE',
    bytes: (host) => `TRACE /api/venues HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    statuses: [405],
    seenMax: 0,
  },
  {
    id: 'G0-31',
    what: 'a method nobody knows',
    bytes: (host) => `BREW /api/venues HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    statuses: [405],
    seenMax: 0,
  },
  {
    ...broken,
    id: 'G0-33',
    what: 'chunks in HTTP/1.0',
    bytes: (host) => post(host, 'Transfer-Encoding: chunked\r\n', `4\r\nnull\r\n0\r\n\r\n${SMUGGLED}`, '1.0'),
  },
  {
    id: 'G0-35',
    what: '200 headers',
    bytes: (host) =>
      `GET /api/venues HTTP/1.1\r\nHost: ${host}\r\n${Array.from({ length: 200 }, (_, n) => `X-${n}: a\r\n`).join('')}\r\n`,
    statuses: [431],
    seenMax: 0,
  },
  {
    id: 'G0-41',
    what: 'an expectation nobody can meet',
    bytes: (host) => post(host, 'Expect: 200-maybe\r\nContent-Length: 4\r\n', 'null'),
    statuses: [417],
    seenMax: 0,
  },
  {
    id: 'G0-43',
    what: '10 MB of gzip',
    // The answer comes before the body does.
    bytes: (host) => post(host, 'Content-Encoding: gzip\r\nContent-Length: 10485760\r\n', '\x1f\x8b'),
    statuses: [413, 415],
    seenMax: 0,
  },
];
