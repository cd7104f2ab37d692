/** Prints an nginx.conf for an installation of its own: `npx tsx tools/nginx.ts --host tickets.example > nginx.conf`. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contracts } from '@usher/contracts/all';
import type { ServiceName } from '@usher/contracts/contract';
import { type NginxOptions, nginxConfig } from '../run/nginx-config.ts';

const HELP = `Prints an nginx.conf made from the contracts. All options have a default.
  --listen 8080                        port, or address and port
  --host tickets.example               a name it is known by; again for more. Without: every name
  --copies seats=a:3003,b:3003         where the copies of a service are; again for more services
  --certificate FILE --key FILE        TLS, in PEM
  --redirect-from 80                   where plain HTTP is sent on to TLS
  --prefix /var/lib/nginx --pid /run/nginx.pid --logs /var/log/nginx --temp .
  --workers auto --user www-data`;

/** Two copies of everything on one machine, with Debian's folders: what deploy/nginx/nginx.conf shows. */
export const example: NginxOptions = {
  contracts: Object.values(contracts),
  listen: '8080',
  services: {
    gateway: twoCopies(3000),
    accounts: twoCopies(3001),
    catalog: twoCopies(3002),
    seats: twoCopies(3003),
    orders: twoCopies(3004),
    payments: twoCopies(3005),
    tickets: twoCopies(3006),
    notifications: twoCopies(3007),
    'waiting-room': twoCopies(3008),
  },
  publicHosts: [],
  paths: { prefix: '/var/lib/nginx', pid: '/run/nginx.pid', logs: '/var/log/nginx', temp: '.' },
  workers: 'auto',
};

function twoCopies(port: number): string[] {
  return [`127.0.0.1:${port}`, `127.0.0.1:${port + 100}`];
}

/** The options a command line asks for. Throws on one it does not know, and on half of a certificate. */
export function optionsFrom(args: readonly string[]): NginxOptions | 'help' {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean' },
      listen: { ...text, default: example.listen },
      host: { ...text, multiple: true, default: [] },
      copies: { ...text, multiple: true, default: [] },
      certificate: text,
      key: text,
      'redirect-from': text,
      prefix: { ...text, default: example.paths.prefix },
      pid: { ...text, default: example.paths.pid },
      logs: { ...text, default: example.paths.logs },
      temp: { ...text, default: example.paths.temp },
      workers: { ...text, default: 'auto' },
      user: text,
    },
  });
  if (values.help) return 'help';
  const { listen, certificate, key, prefix, pid, logs, temp, workers, user } = values;
  if ((certificate === undefined) !== (key === undefined)) throw new Error('--certificate and --key belong together');
  const redirectFrom = values['redirect-from'];
  const tls = certificate !== undefined && key !== undefined ? { certificate, key } : undefined;
  return {
    contracts: example.contracts,
    listen,
    publicHosts: values.host,
    services: { ...example.services, ...Object.fromEntries(values.copies.map(copiesOf)) },
    paths: { prefix, pid, logs, temp },
    workers: workers === 'auto' ? 'auto' : Number(workers),
    ...(user === undefined ? {} : { user }),
    ...(tls ? { tls: { ...tls, ...(redirectFrom === undefined ? {} : { redirectFrom }) } } : {}),
  };
}

function copiesOf(text: string): [ServiceName, string[]] {
  const [service = '', list = ''] = text.split('=');
  if (!(service in example.services)) throw new Error(`there is no service called ${JSON.stringify(service)}`);
  return [service as ServiceName, list.split(',')];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options = optionsFrom(process.argv.slice(2));
  process.stdout.write(options === 'help' ? `${HELP}\n` : nginxConfig(options));
}
