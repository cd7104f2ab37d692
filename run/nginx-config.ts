/**
 * nginx before several copies of every service: its whole configuration, made from the contracts.
 * What it promises is written in deploy/nginx/README.md, in a person's words.
 */
import path from 'node:path';
import type { Contract, ServiceName } from '@usher/contracts/contract';
import { BODY_BYTES_MAX, METHODS } from '@usher/kit/edge';
import { problemLines, problemMaps } from './nginx-problems.ts';
import { type PathRoute, pathRoutes } from './nginx-routes.ts';

export interface NginxOptions {
  readonly contracts: readonly Contract[];
  /** Address and port, or a port, as nginx's `listen` takes them. */
  readonly listen: string;
  /** `host:port` of every copy. */
  readonly services: Readonly<Record<ServiceName, readonly string[]>>;
  /** The names this installation is known by, without ports; requests for others are refused. None: all are served. */
  readonly publicHosts: readonly string[];
  /** Files in PEM. `redirectFrom` is where plain HTTP is sent on to TLS: an address and port, or a port. */
  readonly tls?: { readonly certificate: string; readonly key: string; readonly redirectFrom?: string };
  /** Where nginx keeps its files; relative ones lie below `prefix`. The folders must exist. */
  readonly paths: { readonly prefix: string; readonly pid: string; readonly logs: string; readonly temp: string };
  readonly workers: number | 'auto';
  /** The account workers run as, where root starts nginx; it must reach the folders. Without: `nobody`. */
  readonly user?: string;
}

/** Emptied on the way in: only the edge may say who asks and for what; some frameworks believe these. */
const UNTRUSTED_HEADERS = [
  ...['Forwarded', 'X-Forwarded-Port', 'X-Forwarded-Prefix', 'X-Forwarded-Server', 'X-Real-IP', 'X-Client-IP'],
  ...['True-Client-IP', 'X-Original-Host', 'X-Original-URL', 'X-Rewrite-URL', 'X-HTTP-Method-Override'],
  // Hop by hop (RFC 9110, 7.6.1); nginx itself drops Keep-Alive, TE, Transfer-Encoding and Expect.
  ...['Connection', 'Proxy', 'Proxy-Authorization', 'Proxy-Connection', 'Trailer', 'Upgrade'],
];
/** Longer than any operation takes; heartbeats of a stream come more often. */
const ANSWER_SECONDS_MAX = 30;

/** The text of a complete nginx.conf. Throws on a name or a path nginx could misread. */
export function nginxConfig(options: NginxOptions): string {
  const { paths } = options;
  const routes = pathRoutes(options.contracts);
  const at = (file: string, ...more: string[]) => quoted(path.resolve(paths.prefix, file, ...more));
  const lines = [
    '# Written from the contracts: see deploy/nginx/README.md.',
    ...(options.user === undefined ? [] : [`user ${plain(options.user)};`]),
    `worker_processes ${options.workers};`,
    'worker_rlimit_nofile 20000;',
    'worker_shutdown_timeout 15s;',
    'pcre_jit on;',
    `pid ${at(paths.pid)};`,
    // Below this it repeats whole request lines, queries and all; what a copy failed at stands in the access log.
    `error_log ${at(paths.logs, 'nginx-error.log')} crit;`,
    '',
    ...block('events', ['worker_connections 16384;', 'multi_accept on;']),
    '',
    ...block('http', [
      ...bounds(),
      ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (kind) => `${kind}_temp_path ${at(paths.temp, kind)};`,
      ),
      '',
      ...maps(),
      '',
      ...logging(at(paths.logs, 'nginx-access.log')),
      '',
      ...passing(),
      '',
      ...Object.entries(options.services).flatMap(([service, copies]) => [...upstream(service, copies), '']),
      ...servers(options, routes),
    ]),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** How large and how slow a request may be; the same as kit/edge, so that both say no to the same. */
function bounds(): string[] {
  return [
    'server_tokens off;',
    // A request that cannot be read is logged before any variable is set.
    'uninitialized_variable_warn off;',
    'tcp_nodelay on;',
    'reset_timedout_connection on;',
    'keepalive_timeout 75s;',
    'keepalive_requests 10000;',
    'client_header_timeout 12s;',
    'client_body_timeout 15s;',
    'send_timeout 30s;',
    'client_header_buffer_size 4k;',
    'large_client_header_buffers 4 4k;',
    `client_max_body_size ${BODY_BYTES_MAX};`,
    `client_body_buffer_size ${BODY_BYTES_MAX};`,
    // A name with an underscore is dropped: X_Forwarded_For must not become X-Forwarded-For further on.
    'underscores_in_headers off;',
    'ignore_invalid_headers on;',
    'merge_slashes off;',
    'recursive_error_pages on;',
  ];
}

function maps(): string[] {
  return [
    ...map('$http_x_request_id', '$usher_request_id', {
      default: '$request_id',
      '~^[A-Za-z0-9_-]{8,64}$': '$http_x_request_id',
    }),
    // W3C Trace Context: a caller's trace goes on, else one begins here, named by the request id.
    ...map('$request_id', '$usher_span', { '~^(?<first>[0-9a-f]{16})': '$first' }),
    ...map('$http_traceparent', '$usher_traceparent', {
      default: '00-$request_id-$usher_span-01',
      '~^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$': '$http_traceparent',
    }),
    ...map('$http_host', '$usher_port', { '~(?<digits>:[0-9]{1,5})$': '$digits' }),
    // A person's pages come from one gateway copy: two tabs that refresh one session then meet there.
    ...map('$http_cookie', '$usher_visitor', {
      default: '$remote_addr',
      '~(?:^|;[ ]?)(?:__Host-)?usher-refresh=(?<refresh>[^;]+)': '$refresh',
    }),
    ...map('$request_method', '$usher_foreign_method', { default: '1', [`~^(${METHODS.join('|')})$`]: '0' }),
    ...map('$http_expect', '$usher_strange_expectation', { default: '1', '""': '0', '~*^100-continue$': '0' }),
    // nginx chooses by the resolved path but passes the written one on: they must not differ in their segments.
    ...map('$request_uri', '$usher_crooked', {
      default: '0',
      '~*^[^?]*(%2f|%5c|%00|#|/(\\.|%2e)(\\.|%2e)?([/?]|$))': '1',
    }),
    ...map('$request_method:$http_idempotency_key', '$usher_keyed', { default: '0', '~^POST:.': '1' }),
    // A page's path may hold ids of orders and people: its first segment is enough.
    ...map('$uri', '$usher_page', { default: '/', '~^(?<segment>/[A-Za-z0-9._-]+)': '$segment' }),
    ...problemMaps().flatMap(([name, cases]) => map('$status', name, cases)),
  ];
}

/** Neither queries nor cookies, and templates instead of paths: links may carry what opens a ticket. */
function logging(file: string): string[] {
  const fields = {
    time: '$time_iso8601',
    requestId: '$usher_request_id',
    traceparent: '$usher_traceparent',
    address: '$remote_addr',
    method: '$request_method',
    route: '$usher_route',
    status: '$status',
    seconds: '$request_time',
    service: '$usher_service',
    upstream: '$upstream_addr',
    upstreamStatus: '$upstream_status',
    upstreamSeconds: '$upstream_response_time',
    bytes: '$bytes_sent',
  };
  return [`log_format usher escape=json '${JSON.stringify(fields)}';`, `access_log ${file} usher buffer=64k flush=1s;`];
}

/** How every request travels to a service. A location that sets one of these headers would lose them all. */
function passing(): string[] {
  const headers = {
    Host: '$host$usher_port',
    'X-Forwarded-Host': '$host$usher_port',
    'X-Forwarded-For': '$remote_addr',
    'X-Forwarded-Proto': '$scheme',
    'X-Request-Id': '$usher_request_id',
    Traceparent: '$usher_traceparent',
    ...Object.fromEntries(UNTRUSTED_HEADERS.map((name) => [name, '""'])),
  };
  return [
    'proxy_http_version 1.1;',
    'proxy_request_buffering on;',
    'proxy_buffers 16 8k;',
    'proxy_connect_timeout 2s;',
    'proxy_send_timeout 15s;',
    `proxy_read_timeout ${ANSWER_SECONDS_MAX}s;`,
    // A POST or PATCH that was sent is not sent again, nor is anything that took long.
    'proxy_next_upstream error timeout;',
    'proxy_next_upstream_timeout 5s;',
    'proxy_next_upstream_tries 2;',
    ...Object.entries(headers).map(([name, value]) => `proxy_set_header ${name} ${value};`),
  ];
}

function upstream(service: string, copies: readonly string[]): string[] {
  if (copies.length === 0) throw new Error(`${service} has no copy`);
  return block(`upstream usher_${service}`, [
    `zone usher_${service} 128k;`,
    service === 'gateway' ? 'hash $usher_visitor consistent;' : 'least_conn;',
    ...copies.map((copy) => `server ${plain(copy)} max_fails=3 fail_timeout=1s;`),
    'keepalive 128;',
    // A copy that stops serves its open connections a little longer than this.
    'keepalive_timeout 1s;',
  ]);
}

function servers({ listen, publicHosts, tls }: NginxOptions, routes: readonly PathRoute[]): string[] {
  const kind = tls ? ' ssl http2' : '';
  const first = `listen ${plain(listen)}${kind} default_server backlog=4096;`;
  const known = publicHosts.length > 0;
  const [name = 'localhost', ...others] = publicHosts.map(plain);
  return [
    ...(tls ? [`ssl_certificate ${quoted(tls.certificate)};`, `ssl_certificate_key ${quoted(tls.key)};`] : []),
    ...(tls ? ['ssl_protocols TLSv1.2 TLSv1.3;', 'ssl_session_cache shared:usher_tls:10m;', ''] : []),
    ...(tls?.redirectFrom === undefined
      ? []
      : block('server', [
          `listen ${plain(tls.redirectFrom)} default_server;`,
          ...unrouted(),
          `return 308 https://${name}$request_uri;`,
        ])),
    ...(known ? block('server', [first, ...unrouted(), 'return 421;']) : []),
    ...block('server', [
      known ? `listen ${plain(listen)}${kind};` : first,
      `server_name ${[name, ...others].join(' ')};`,
      ...unrouted(),
      'if ($usher_crooked) { return 404; }',
      'if ($usher_foreign_method) { return 405; }',
      'if ($usher_strange_expectation) { return 417; }',
      '',
      ...block('location ~ ^/(internal|metrics)(/|$)', ['return 404;']),
      ...routes.flatMap(locationFor),
      ...block('location /', ['set $usher_service gateway;', 'proxy_pass http://usher_gateway;']),
      ...repeating(routes),
    ]),
  ];
}

/** What every server needs, also for a request that is refused before its path is looked at. */
function unrouted(): string[] {
  return ['set $usher_route $usher_page;', 'set $usher_service "";', ...problemLines()];
}

function locationFor(route: PathRoute): string[] {
  return block(`location ${route.location}`, [
    `set $usher_route "${route.template}";`,
    `set $usher_service ${route.service};`,
    ...(route.bodyBytesMax === BODY_BYTES_MAX ? [] : [`client_max_body_size ${route.bodyBytesMax};`]),
    ...(route.streams ? ['proxy_buffering off;', 'proxy_read_timeout 1h;'] : []),
    ...(route.keyed ? ['if ($usher_keyed) { return 418; }'] : []),
    `proxy_pass http://usher_${route.service};`,
  ]);
}

/** A request under an Idempotency-Key does its work once, however often it arrives: another copy may answer it. */
function repeating(routes: readonly PathRoute[]): string[] {
  const largest = Math.max(...routes.filter((route) => route.keyed).map((route) => route.bodyBytesMax), BODY_BYTES_MAX);
  return [
    'error_page 418 = @keyed;',
    ...block('location @keyed', [
      // Bodies of known length were measured before; this bounds the others until the service measures them.
      `client_max_body_size ${largest};`,
      'proxy_next_upstream error timeout non_idempotent;',
      'proxy_pass http://usher_$usher_service;',
    ]),
  ];
}

function map(from: string, to: string, cases: Readonly<Record<string, string>>): string[] {
  return block(
    `map ${from} ${to}`,
    Object.entries(cases).map(([value, result]) => `${value.startsWith('~') ? `"${value}"` : value} ${result};`),
  );
}

function block(head: string, lines: readonly string[]): string[] {
  return [`${head} {`, ...lines.map((line) => (line === '' ? '' : `  ${line}`)), '}'];
}

/** An address or a name that cannot end its directive. */
function plain(text: string): string {
  if (!/^[\w.:*[\]-]+$/.test(text)) throw new Error(`${JSON.stringify(text)} is no name or address nginx can be given`);
  return text;
}

function quoted(file: string): string {
  if (/["\\$\n]/.test(file)) throw new Error(`nginx cannot be given the path ${JSON.stringify(file)}`);
  return `"${file}"`;
}
