/** How the services are that run in other processes. */
import { json } from 'node:stream/consumers';
import type { Contract } from '@usher/contracts/contract';
import { Health } from '@usher/contracts/gateway';
import { type Clock, instant } from '@usher/kit/clock';
import type { ServiceHealth } from '@usher/kit/health';
import type { PeerAnswer, PeerCopies } from '@usher/kit/peer-copies';

export interface ServicesElsewhere {
  /** Why one of them cannot serve, sentence by sentence; asked at most once a second. */
  unready(): Promise<readonly string[]>;
  /** How each is, asked with these headers: they let an admin in. One that gives no answer is stopped. */
  health(headers: Readonly<Record<string, string>>): Promise<ServiceHealth[]>;
}

interface Service {
  readonly name: string;
  readonly copies: PeerCopies;
}

const REMEMBERED_MS = 1_000;
const READY_MS_MAX = 2_000;
/** A service waits 3 s for its database before it says that there is no answer. */
const HEALTH_MS_MAX = 3_500;

/** Looks after the services whose copies are not in this process. Asks nobody before it is asked. */
export function watchElsewhere(options: {
  contracts: readonly Contract[];
  copiesOf(service: string): PeerCopies | undefined;
  clock: Clock;
}): ServicesElsewhere {
  const { clock } = options;
  const services = options.contracts.flatMap(({ name }): Service[] => {
    const copies = options.copiesOf(name);
    return copies ? [{ name, copies }] : [];
  });
  const stoppedSince = new Map<string, string>();
  let asked: { readonly at: number; readonly reasons: Promise<readonly string[]> } | undefined;
  return {
    unready() {
      const now = clock.monotonic();
      if (!asked || now - asked.at > REMEMBERED_MS) asked = { at: now, reasons: reasonsOf(services) };
      return asked.reasons;
    },
    health: (headers) =>
      Promise.all(
        services.map(async (service) => {
          const found = await healthOf(service, headers);
          if (typeof found !== 'string') {
            stoppedSince.delete(service.name);
            return found;
          }
          const since = stoppedSince.get(service.name) ?? instant(clock);
          stoppedSince.set(service.name, since);
          return { name: service.name, state: 'stopped' as const, since, sentence: found, ...UNKNOWN };
        }),
      ),
  };
}

const UNKNOWN = { waitingWork: null, failedWork: null, parkedFacts: null, leftovers: [], databaseMs: null };

async function reasonsOf(services: readonly Service[]): Promise<readonly string[]> {
  const reasons = await Promise.all(services.map(reasonOf));
  return reasons.filter((reason) => reason !== undefined);
}

/** Asked as often as there are copies: while one of them is stopping or starting another may serve. */
async function reasonOf({ name, copies }: Service): Promise<string | undefined> {
  try {
    for (let asks = (await copies.urls()).length; asks > 0; asks -= 1) {
      const answer = await get(copies, '/ready', { timeoutMs: READY_MS_MAX });
      answer.body.resume();
      if (answer.status === 200) return undefined;
    }
    return `${name} is not ready`;
  } catch {
    return `${name} does not answer`;
  }
}

/** Its own account, or a sentence why there is none. */
async function healthOf(
  { name, copies }: Service,
  headers: Readonly<Record<string, string>>,
): Promise<ServiceHealth | string> {
  try {
    const answer = await get(copies, `/internal/${name}/health`, { headers, timeoutMs: HEALTH_MS_MAX });
    const told: unknown = await json(answer.body);
    const health = Health.shape.services.element.safeParse(told);
    return health.success ? health.data : `It answered ${answer.status} when it was asked how it is.`;
  } catch {
    return 'It does not answer.';
  }
}

function get(
  copies: PeerCopies,
  path: string,
  { headers = {}, timeoutMs }: { headers?: Readonly<Record<string, string>>; timeoutMs: number },
): Promise<PeerAnswer> {
  return copies.send({ method: 'GET', path, headers, body: null, timeoutMs, repeatable: true });
}
