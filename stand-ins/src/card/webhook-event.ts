/** What the provider tells the merchant. */
import { type Charge, newId } from './charge.ts';

export type WebhookType =
  | 'charge.authorized'
  | 'charge.declined'
  | 'charge.captured'
  | 'charge.voided'
  | 'charge.refunded'
  | 'charge.disputed';

export interface WebhookEvent {
  id: string;
  type: WebhookType;
  createdAt: string;
  data: Charge;
}

/** An event nobody took: it is listed and not tried again. */
export interface ParkedWebhook {
  event: WebhookEvent;
  reason: string;
}

export function newWebhook(type: WebhookType, charge: Charge, createdAt: string): WebhookEvent {
  return { id: newId('evt'), type, createdAt, data: charge };
}
