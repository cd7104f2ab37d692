/** What the split set-up is planned from: how much of everything, on which ports, with which secrets. */
import { contracts } from '@usher/contracts/all';
import type { ServiceName } from '@usher/contracts/contract';
import type { Environment } from '@usher/kit/config';
import type { ProgramName } from './programs.ts';
import type { Secrets } from './secrets.ts';

export interface Placement {
  /** How many processes run each service. */
  readonly copies: 1 | 2;
  /** Who takes the public's connections: nginx, or the gateway itself. */
  readonly edge: 'nginx' | 'node';
  readonly nats: boolean;
  readonly redis: boolean;
}

export interface ClusterSettings {
  readonly placement: Placement;
  readonly ports: ClusterPorts;
  /** Absolute. */
  readonly dataDir: string;
  readonly publicUrl: string;
  readonly databaseUrls: ReadonlyMap<string, string>;
  readonly secrets: Secrets;
  /** Where the programs lie that the placement needs. */
  readonly programs: Readonly<Partial<Record<ProgramName, string>>>;
  /** Handed to every process of ours, below what the plan decides. */
  readonly env: Environment;
  readonly node: { readonly program: string /** The directory of the bundles. */; readonly dist: string };
  /** Whether root starts it; nginx's workers then stay root, who can reach every DATA_DIR. */
  readonly isRoot: boolean;
}

export interface ClusterPorts {
  readonly entry: number;
  readonly nats: number;
  readonly redis: number;
  readonly mailbox: number;
  service(name: ServiceName, copy: number): number;
}

const COPY_STEP = 100;
const GATEWAY_OFFSET = 10;
/** In the order of their default ports: the gateway first. */
export const serviceNames: readonly ServiceName[] = Object.values(contracts).map(({ name }) => name);

/**
 * The ports of an installation: the entry has its own, the first copies follow `base` in the order of the default
 * ports (accounts base + 1 to waiting-room base + 8), the second ones 100 further.
 */
export function portsFor(entry: number, base = entry): ClusterPorts {
  return {
    entry,
    nats: base + 20,
    redis: base + 21,
    mailbox: base + 22,
    service: (name, copy) =>
      base + COPY_STEP * (copy - 1) + (name === 'gateway' ? GATEWAY_OFFSET : serviceNames.indexOf(name)),
  };
}

/** The numbers of the copies. */
export function copiesIn({ copies }: Placement): number[] {
  return Array.from({ length: copies }, (_, i) => i + 1);
}
