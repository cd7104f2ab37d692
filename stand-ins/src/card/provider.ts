/** The provider without its socket: what it knows, how a change is kept, and what will happen by itself. */
import type { Clock } from '../clock.ts';
import type { ChargeRecord } from './charge.ts';
import { rememberAnswers } from './idempotency.ts';
import { type Entry, type Journal, noJournal, openJournal, readJournal } from './journal.ts';
import { openLedger } from './ledger.ts';
import { doPlanned, type Surroundings } from './verbs.ts';
import type { ParkedWebhook, WebhookEvent } from './webhook-event.ts';
import { type WebhookOptions, Webhooks } from './webhooks.ts';

export interface Delays {
  /** How long `tok_slow` and `tok_never_webhook` stay processing. */
  settleMs: number;
  /** From the capture to the dispute of `tok_dispute`. */
  disputeMs: number;
  /** The wait before the second try of a webhook; it doubles with every try. */
  webhookRetryStartMs: number;
  webhookRetryMaxMs: number;
}

/** One provider and everything it remembers, from its start to `close`. */
export class Provider {
  readonly ledger = openLedger();
  readonly answers = rememberAnswers();
  readonly webhooks: Webhooks;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #delays: Delays;
  readonly #timers = new Set<NodeJS.Timeout>();
  #publicUrl = '';

  /** Reads the store, if there is one, and goes on where the process before it ended. */
  constructor(options: {
    store: string | null;
    webhook: Pick<WebhookOptions, 'url' | 'secret'>;
    clock: Clock;
    delays: Delays;
  }) {
    this.#clock = options.clock;
    this.#delays = options.delays;
    const { unsettled, parked } = options.store === null ? nothingRecalled() : this.#recall(options.store);
    this.#journal = options.store === null ? noJournal : openJournal(options.store, this.#stillTrue(unsettled, parked));
    const { webhookRetryStartMs: retryStartMs, webhookRetryMaxMs: retryMaxMs } = options.delays;
    this.webhooks = new Webhooks({ ...options.webhook, clock: options.clock, retryStartMs, retryMaxMs }, this.#journal);
    for (const entry of parked) this.webhooks.keepParked(entry);
    for (const event of unsettled.values()) this.webhooks.send(event);
    for (const record of this.ledger.all()) this.#plan(record);
  }

  /** Called once the server knows its address. */
  announce(publicUrl: string): void {
    this.#publicUrl = publicUrl;
  }

  surroundings(): Surroundings {
    const { settleMs, disputeMs } = this.#delays;
    return { nowMs: this.#clock.now(), settleMs, disputeMs, publicUrl: this.#publicUrl };
  }

  /** Writes the change down, then lets it count. */
  commit(change: readonly Entry[]): void {
    this.#journal.append(change);
    for (const entry of change) {
      if (entry.kind === 'charge') {
        this.ledger.keep(entry.record);
        this.#plan(entry.record);
      } else if (entry.kind === 'answer') this.answers.set(entry.key, entry.answer);
      else if (entry.kind === 'webhook') this.webhooks.send(entry.event);
    }
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    await this.webhooks.close();
    this.#journal.close();
  }

  #plan({ charge, planned }: ChargeRecord): void {
    if (planned === null) return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        const record = this.ledger.find(charge.id);
        if (record) this.commit(doPlanned(record, this.surroundings()));
      },
      Math.max(0, planned.atMs - this.#clock.now()),
    );
    this.#timers.add(timer);
  }

  #recall(store: string) {
    const { unsettled, parked } = nothingRecalled();
    for (const entry of readJournal(store)) {
      if (entry.kind === 'charge') this.ledger.keep(entry.record);
      else if (entry.kind === 'answer') this.answers.set(entry.key, entry.answer);
      else if (entry.kind === 'webhook') unsettled.set(entry.event.id, entry.event);
      else if (entry.kind === 'webhook_delivered') unsettled.delete(entry.id);
      else {
        unsettled.delete(entry.parked.event.id);
        parked.push(entry.parked);
      }
    }
    return { unsettled, parked };
  }

  *#stillTrue(unsettled: Map<string, WebhookEvent>, parked: ParkedWebhook[]): Generator<Entry> {
    for (const record of this.ledger.all()) yield { kind: 'charge', record };
    for (const [key, answer] of this.answers.entries()) yield { kind: 'answer', key, answer };
    for (const event of unsettled.values()) yield { kind: 'webhook', event };
    for (const entry of parked) yield { kind: 'webhook_parked', parked: entry };
  }
}

function nothingRecalled() {
  return { unsettled: new Map<string, WebhookEvent>(), parked: [] as ParkedWebhook[] };
}
