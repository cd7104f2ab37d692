/** GET /admin/health: every service asked at once, each measured now. */
import type { gateway } from '@usher/contracts/gateway';
import { type Clock, instant } from '@usher/kit/clock';
import type { Host } from '@usher/kit/host';
import type { Handler } from '@usher/kit/operations';
import type { ServicesElsewhere } from './services-elsewhere.ts';

export interface HealthAskers {
  readonly host: Pick<Host, 'health'>;
  readonly elsewhere: Pick<ServicesElsewhere, 'health'>;
  readonly clock: Clock;
}

/**
 * Answers within a few seconds even when a database or a whole service does not: it is then told as stopped.
 * Services elsewhere are asked in the admin's own name.
 */
export function getHealth({ host, elsewhere, clock }: HealthAskers): Handler<typeof gateway.operations.getHealth> {
  return async (call) => {
    const headers = ['authorization', 'cookie'].map((name) => [name, call.header(name)] as const);
    const given = headers.filter((header): header is [string, string] => header[1] !== undefined);
    const [here, there] = await Promise.all([host.health(), elsewhere.health(Object.fromEntries(given))]);
    return { services: [...here, ...there], checkedAt: instant(clock) };
  };
}
