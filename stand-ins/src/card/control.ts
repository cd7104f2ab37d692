/** The `/control` routes: what tests turn when the provider runs in a process of its own. */
import { readFields } from './charge-request.ts';
import { type Fault, readFault } from './faults.ts';
import { json, type Reply, refuse } from './reply.ts';
import type { ParkedWebhook } from './webhook-event.ts';

const TIMES_MAX = 100_000;

export interface Statistics {
  /** API requests since the start, by route. */
  requests: Record<string, number>;
  /** How many of them were answered from memory under their Idempotency-Key. */
  replays: number;
  webhooks: { delivered: number; failedTries: number; parked: number; waiting: number };
}

export interface Control {
  /** The next `times` API requests fail that way. */
  failNext(times: number, how: Fault): void;
  /** Starts no delivery until `resumeWebhooks`; events wait. */
  pauseWebhooks(): void;
  resumeWebhooks(): void;
  /** The next `times` webhooks are sent twice each, under the same id. */
  duplicateWebhooks(times: number): void;
  /** The webhooks nobody took after the last try. */
  parkedWebhooks(): readonly ParkedWebhook[];
  statistics(): Statistics;
}

/** GET statistics and parked-webhooks; POST fail-next {times, fault}, pause-, resume- and duplicate-webhooks {times}. */
export function answerControl(method: string, path: string, body: string, control: Control): Reply {
  const asked = `${method} ${path.slice('/control/'.length)}`;
  if (asked === 'GET statistics') return json(200, control.statistics());
  if (asked === 'GET parked-webhooks') return json(200, { items: control.parkedWebhooks() });
  if (asked === 'POST pause-webhooks')
    return done(() => {
      control.pauseWebhooks();
    });
  if (asked === 'POST resume-webhooks')
    return done(() => {
      control.resumeWebhooks();
    });
  if (asked !== 'POST fail-next' && asked !== 'POST duplicate-webhooks') {
    return refuse(404, 'not_found', 'There is no such control');
  }
  const { times, fault } = readFields(body) ?? {};
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 0 || times > TIMES_MAX) {
    return refuse(400, 'invalid_request', `times must be a whole number from 0 to ${TIMES_MAX}`);
  }
  if (asked === 'POST duplicate-webhooks')
    return done(() => {
      control.duplicateWebhooks(times);
    });
  const how = readFault(fault);
  if (how === null) return refuse(400, 'invalid_request', 'fault is not one that can be ordered');
  return done(() => {
    control.failNext(times, how);
  });
}

function done(turn: () => void): Reply {
  turn();
  return json(200, { done: true });
}
