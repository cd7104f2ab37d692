/** What can be asked of `npm run cluster` on the command line. */
import { parseArgs } from 'node:util';
import type { Placement } from './cluster-settings.ts';

export interface ClusterOptions {
  readonly placement: Placement;
  /** Ports of services and programs follow it; absent: they follow the entry's. */
  readonly basePort: number | undefined;
}

const BASE_PORT_MAX = 65_300;

/** Reads the arguments after the program's name. Throws one sentence on what it does not know. */
export function readClusterOptions(args: readonly string[]): ClusterOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      copies: { type: 'string', default: '2' },
      edge: { type: 'string', default: 'nginx' },
      'base-port': { type: 'string' },
      redis: { type: 'boolean', default: true },
      nats: { type: 'boolean', default: true },
    },
    allowNegative: true,
  });
  const { copies, edge, redis, nats, 'base-port': base } = values;
  if (copies !== '1' && copies !== '2') throw new Error(`--copies is 1 or 2, not ${copies}.`);
  if (edge !== 'nginx' && edge !== 'node') throw new Error(`--edge is nginx or node, not ${edge}.`);
  const basePort = base === undefined ? undefined : Number(base);
  if (basePort !== undefined && !(Number.isInteger(basePort) && basePort > 0 && basePort <= BASE_PORT_MAX))
    throw new Error(`--base-port is a port up to ${BASE_PORT_MAX}, not ${base ?? ''}.`);
  return { placement: { copies: copies === '1' ? 1 : 2, edge, redis, nats }, basePort };
}
