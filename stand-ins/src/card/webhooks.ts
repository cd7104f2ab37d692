/**
 * Tells the merchant what happened: at least once, in no promised order, until it answers 2xx or the tries run out.
 */
import { Agent, request } from 'undici';
import type { Clock } from '../clock.ts';
import type { Journal } from './journal.ts';
import { SIGNATURE_HEADER, signWebhook } from './signature.ts';
import type { ParkedWebhook, WebhookEvent } from './webhook-event.ts';

export interface WebhookOptions {
  url: string;
  secret: string;
  clock: Clock;
  /** The wait before the second try; it doubles up to `retryMaxMs`. */
  retryStartMs: number;
  retryMaxMs: number;
}

const TRIES_MAX = 8;
const AT_ONCE_MAX = 32;
const ANSWER_TIMEOUT_MS = 10_000;
/** More than this waiting means that nobody listens: what comes on top is parked at once. */
const WAITING_MAX = 500_000;
const PARKED_MAX = 10_000;

/** The courier of one provider, from its start to `close`. */
export class Webhooks {
  readonly #options: WebhookOptions;
  readonly #journal: Journal;
  readonly #agent = new Agent({ connections: AT_ONCE_MAX, pipelining: 1 });
  readonly #waiting = lineUp<{ event: WebhookEvent; attempt: number }>();
  readonly #unsettled = new Map<string, WebhookEvent>();
  readonly #parked: ParkedWebhook[] = [];
  readonly #retries = new Set<NodeJS.Timeout>();
  readonly #counts = { delivered: 0, failedTries: 0, parked: 0 };
  #underWay = 0;
  #paused = false;
  #closed = false;
  #duplicates = 0;

  /** `journal` hears of deliveries, so that a restart does not send them again. */
  constructor(options: WebhookOptions, journal: Journal) {
    this.#options = options;
    this.#journal = journal;
  }

  /** Accepts an event for delivery. The caller has journaled it, in the change it belongs to. */
  send(event: WebhookEvent): void {
    if (this.#unsettled.size >= WAITING_MAX) {
      this.#park(event, 'too many webhooks are waiting');
      return;
    }
    this.#unsettled.set(event.id, event);
    this.#waiting.add({ event, attempt: 1 });
    if (this.#duplicates > 0) {
      this.#duplicates -= 1;
      this.#waiting.add({ event, attempt: 1 });
    }
    this.#pump();
  }

  /** Lists an event that nobody took, the oldest leaving first when the list is full. */
  keepParked(entry: ParkedWebhook): void {
    this.#counts.parked += 1;
    this.#parked.push(entry);
    if (this.#parked.length > PARKED_MAX) this.#parked.shift();
  }

  parked(): readonly ParkedWebhook[] {
    return this.#parked;
  }

  /** Starts no delivery until `resume`; what is under way ends by itself. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#pump();
  }

  /** The next `times` events are sent twice each, under the same id. */
  duplicate(times: number): void {
    this.#duplicates = times;
  }

  statistics() {
    return { ...this.#counts, waiting: this.#unsettled.size };
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#retries) clearTimeout(timer);
    await this.#agent.destroy();
  }

  #pump(): void {
    while (!this.#paused && !this.#closed && this.#underWay < AT_ONCE_MAX) {
      const next = this.#waiting.take();
      if (!next) return;
      this.#underWay += 1;
      void this.#deliver(next.event, next.attempt).finally(() => {
        this.#underWay -= 1;
        this.#pump();
      });
    }
  }

  async #deliver(event: WebhookEvent, attempt: number): Promise<void> {
    const failure = await post(this.#agent, this.#options, JSON.stringify(event));
    // A delivery cut short by closing stays unsettled: the next start sends it again.
    if (this.#closed) return;
    if (failure === null) {
      this.#counts.delivered += 1;
      if (this.#unsettled.delete(event.id)) this.#journal.append([{ kind: 'webhook_delivered', id: event.id }]);
      return;
    }
    this.#counts.failedTries += 1;
    if (!this.#unsettled.has(event.id)) return;
    if (attempt >= TRIES_MAX) this.#park(event, failure);
    else this.#retryLater(event, attempt + 1);
  }

  #retryLater(event: WebhookEvent, attempt: number): void {
    const { retryStartMs, retryMaxMs } = this.#options;
    const timer = setTimeout(
      () => {
        this.#retries.delete(timer);
        this.#waiting.add({ event, attempt });
        this.#pump();
      },
      Math.min(retryStartMs * 2 ** (attempt - 2), retryMaxMs),
    );
    this.#retries.add(timer);
  }

  #park(event: WebhookEvent, reason: string): void {
    this.#unsettled.delete(event.id);
    this.#journal.append([{ kind: 'webhook_parked', parked: { event, reason } }]);
    this.keepParked({ event, reason });
  }
}

/** One try. Null means that the merchant has it; otherwise why not. */
async function post(agent: Agent, { url, secret, clock }: WebhookOptions, body: string): Promise<string | null> {
  try {
    const answer = await request(url, {
      dispatcher: agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [SIGNATURE_HEADER]: signWebhook(secret, body, Math.floor(clock.now() / 1000)),
      },
      body,
      headersTimeout: ANSWER_TIMEOUT_MS,
      bodyTimeout: ANSWER_TIMEOUT_MS,
    });
    await answer.body.dump();
    return answer.statusCode >= 200 && answer.statusCode < 300 ? null : `answered ${answer.statusCode}`;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** A first-in first-out line whose head is not moved on every take: `shift` on a long array copies all of it. */
function lineUp<Item>() {
  let items: Item[] = [];
  let head = 0;
  return {
    add(item: Item): void {
      items.push(item);
    },
    take(): Item | undefined {
      const item = items[head];
      if (item === undefined) return undefined;
      head += 1;
      if (head > 1_000 && head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
  };
}
