/** GET /admin/health: every service asked at once, each measured now. */
import type { gateway } from '@usher/contracts/gateway';
import { type Clock, instant } from '@usher/kit/clock';
import type { Host } from '@usher/kit/host';
import type { Handler } from '@usher/kit/operations';

/** Answers within a few seconds even when a database does not: its service is then told as stopped. */
export function getHealth(host: Pick<Host, 'health'>, clock: Clock): Handler<typeof gateway.operations.getHealth> {
  return async () => ({ services: await host.health(), checkedAt: instant(clock) });
}
