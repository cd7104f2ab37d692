/** A real nginx under the generated configuration, in front of servers a test brings along. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { contracts } from '@usher/contracts/all';
import type { ServiceName } from '@usher/contracts/contract';
import { answersAt, freePort, type Program, startProgram, temporaryFolder } from '@usher/kit/testing-programs';
import { nginxConfig } from '../../run/nginx-config.ts';

export const serviceNames = Object.keys(contracts) as ServiceName[];

export interface Nginx {
  readonly port: number;
  readonly url: string;
  readonly file: string;
  readonly program: Program;
  /** What the access log holds so far, a record a line. */
  accessLog(): Record<string, string>[];
  stop(): Promise<void>;
}

/** Starts nginx before these ports of 127.0.0.1; services not named have no copy that lives. */
export async function startNginx(options: {
  services: Partial<Record<ServiceName, readonly number[]>>;
  publicHosts?: readonly string[];
}): Promise<Nginx> {
  const [port, deadPort] = [await freePort(), await freePort()];
  const folder = temporaryFolder();
  for (const name of ['logs', 'temp']) mkdirSync(path.join(folder, name));
  const file = path.join(folder, 'nginx.conf');
  const copiesOf = (name: ServiceName) => (options.services[name] ?? [deadPort]).map((one) => `127.0.0.1:${one}`);
  const { uid, username } = userInfo();
  const config = nginxConfig({
    contracts: Object.values(contracts),
    listen: `127.0.0.1:${port}`,
    services: Object.fromEntries(serviceNames.map((name) => [name, copiesOf(name)])) as Record<ServiceName, string[]>,
    publicHosts: options.publicHosts ?? [],
    paths: { prefix: folder, pid: 'pid', logs: 'logs', temp: 'temp' },
    workers: 2,
    ...(uid === 0 ? { user: username } : {}),
  });
  writeFileSync(file, config);
  const program = await startProgram({
    program: 'nginx',
    args: ['-e', path.join(folder, 'logs', 'start.log'), '-c', file, '-g', 'daemon off;'],
    ready: () => answersAt(port),
  });
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    file,
    program,
    accessLog: () =>
      readFileSync(path.join(folder, 'logs', 'nginx-access.log'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, string>),
    stop: () => program.stop(),
  };
}
