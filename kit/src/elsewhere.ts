/** The services that are not in this process: calls, keys, logs and trust come from whichever of their copies is well. */
import { json } from 'node:stream/consumers';
import type { JSONWebKeySet } from 'jose';
import { overHttp, type Transport } from './client.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { LogEntry } from './outbox.ts';
import { openPeerCopies, type PeerCopies } from './peer-copies.ts';
import { peerTokens } from './peers.ts';
import type { Trust } from './principal.ts';
import { RefusedError, refuse } from './refusal.ts';
import type { SigningKey } from './signing-keys.ts';

export interface ElsewhereOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** URLs of a service's copies by comma; undefined where it has none. */
  peerUrl(service: string): string | undefined;
  /** The current key of a service in this process, which signs its tokens for peers. */
  keyOf(service: string): Promise<SigningKey>;
}

export interface Elsewhere {
  /** Undefined for a service without a URL. */
  copiesOf(service: string): PeerCopies | undefined;
  /** Carries calls of a service here to a peer. Throws when the peer has no URL. */
  transport(caller: string, peer: string): Transport;
  /** A producer's entries after a number; none from a producer without a URL. Throws when it does not answer. */
  readLog(follower: string, producer: string, after: number, limit: number): Promise<readonly LogEntry[]>;
  /** A service's public keys; undefined for one without a URL. */
  keysOf(service: string): Promise<JSONWebKeySet | undefined>;
  /** What accounts vouches for. */
  readTrust(): Promise<Trust>;
  close(): Promise<void>;
}

const READ_MS = 5_000;

/** Opens no connection yet. */
export function openElsewhere(options: ElsewhereOptions): Elsewhere {
  const peers = new Map<string, PeerCopies>();
  const { clock, log, metrics } = options;
  const copiesOf = (service: string): PeerCopies | undefined => {
    const known = peers.get(service);
    const addresses = known ? undefined : options.peerUrl(service);
    if (addresses === undefined) return known;
    const copies = openPeerCopies({ service, addresses, clock, log, metrics });
    peers.set(service, copies);
    return copies;
  };
  const tokens = new Map<string, () => Promise<string>>();
  const tokenOf = (caller: string, audience: string): (() => Promise<string>) => {
    const pair = `${caller} ${audience}`;
    const token = tokens.get(pair) ?? peerTokens({ caller, audience, key: () => options.keyOf(caller), clock });
    tokens.set(pair, token);
    return token;
  };
  return {
    copiesOf,
    transport(caller, peer) {
      const copies = copiesOf(peer);
      if (!copies) throw new Error(`${caller} needs ${peer}, which is not in this process and has no URL`);
      return overHttp({ peer, copies, token: tokenOf(caller, peer) });
    },
    async readLog(follower, producer, after, limit) {
      const copies = copiesOf(producer);
      // A producer that is nowhere yet has said nothing.
      if (!copies) return [];
      const token = await tokenOf(follower, producer)();
      const path = `/internal/${producer}/log?after=${after}&limit=${limit}`;
      return (await readJson(copies, path, { authorization: `Bearer ${token}` })) as LogEntry[];
    },
    async keysOf(service) {
      const copies = copiesOf(service);
      return copies && ((await readJson(copies, `/internal/${service}/keys`)) as JSONWebKeySet);
    },
    async readTrust() {
      const copies = copiesOf('accounts');
      if (!copies) throw new Error('accounts is not in this process and has no URL');
      return (await readJson(copies, '/internal/accounts/trust')) as Trust;
    },
    async close() {
      await Promise.all([...peers.values()].map((copies) => copies.close()));
    },
  };
}

async function readJson(copies: PeerCopies, path: string, headers: Record<string, string> = {}): Promise<unknown> {
  const request = { method: 'GET', path, headers, body: null, timeoutMs: READ_MS, repeatable: true };
  const { status, body } = await copies.send(request);
  if (status === 200) return json(body);
  body.destroy();
  const detail = `${path.replace(/\?.*/, '')} was answered with ${status}.`;
  throw status === 503 ? new RefusedError(refuse('unavailable', { detail, retryAfterSeconds: 1 })) : new Error(detail);
}
