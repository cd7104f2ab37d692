/** One service in a process of its own, on a database of its own: `npm run one -- seats`. */
import { contracts } from '@usher/contracts/all';
import type { Environment } from '@usher/kit/config';
import { openConnections } from './connections.ts';
import { openServices } from './open-services.ts';
import { type Program, runProgram } from './program.ts';
import { publicUrlOf } from './config.ts';
import { serveEntry, serveServices } from './serve.ts';
import { variableOf } from './service-names.ts';
import { services } from './services.ts';

/** The gateway on the first port, and after it the services in the order of this table. */
const FIRST_PORT = 3_000;
const names = Object.values(contracts).map((contract) => contract.name);
const [, , wanted = ''] = process.argv;
const name = names.find((one) => one === wanted);

await runProgram(start, {
  ...addresses(),
  ...(name === undefined ? {} : { PORT: String(portOf(name)) }),
  // A service is asked by a gateway or proxy, on this machine unless told otherwise, which knows who the caller is.
  ...(name === contracts.gateway.name
    ? {}
    : { TRUSTED_PROXIES: '127.0.0.1/32,::1/128', PUBLIC_URL: `http://localhost:${FIRST_PORT}` }),
});

async function start(program: Program): Promise<void> {
  const { config } = program;
  if (name === undefined) {
    const fault = wanted === '' ? 'No service was named' : `There is no service ${wanted}`;
    throw new Error(`${fault}: name one of ${names.join(', ')}.`);
  }
  const connections = await openConnections(program, name);
  const host = await openServices(program, {
    here: services.filter(({ contract }) => contract.name === name),
    cluster: config.DATABASE_URL,
    connections,
    env: { PUBLIC_URL: publicUrlOf(config) },
  });
  const serving = { host, limits: connections.limits };
  if (name === contracts.gateway.name) await serveEntry(program, { ...serving, mailbox: undefined, unready: () => [] });
  else await serveServices(program, serving);
  process.stdout.write(`${name} answers at http://localhost:${config.PORT}; Ctrl-C stops it.\n`);
}

/** Where the services are unless `<SERVICE>_URL` says otherwise. */
function addresses(): Environment {
  const asked = names.filter((one) => one !== contracts.gateway.name);
  return Object.fromEntries(asked.map((one) => [variableOf(one, 'URL'), `http://127.0.0.1:${portOf(one)}`]));
}

function portOf(service: (typeof names)[number]): number {
  return FIRST_PORT + names.indexOf(service);
}
