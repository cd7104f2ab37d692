/** What each test token makes the provider do. */
import type { ChargeState } from './charge.ts';

export interface Conduct {
  opensAs: Extract<ChargeState, 'authorized' | 'declined' | 'requires_action' | 'processing'>;
  declineCode?: string;
  /** Opens as processing and authorizes by itself after the settle delay. */
  settlesLater?: true;
  /** Sends no webhook, ever: only asking finds out. */
  silent?: true;
  /** The connection ends before the reply to the first request; the charge stands. */
  losesReply?: true;
  refusesCapture?: true;
  /** The cardholder disputes the charge some time after its capture. */
  disputesCapture?: true;
}

const unknownToken: Conduct = { opensAs: 'declined', declineCode: 'invalid_token' };

/** A Map and not an object, so that `constructor` is as unknown as any other word. */
const tokens = new Map<string, Conduct>([
  ['tok_ok', { opensAs: 'authorized' }],
  ['tok_declined', { opensAs: 'declined', declineCode: 'card_declined' }],
  ['tok_requires_action', { opensAs: 'requires_action' }],
  ['tok_slow', { opensAs: 'processing', settlesLater: true }],
  ['tok_reply_lost', { opensAs: 'authorized', losesReply: true }],
  ['tok_never_webhook', { opensAs: 'processing', settlesLater: true, silent: true }],
  ['tok_capture_refused', { opensAs: 'authorized', refusesCapture: true }],
  ['tok_dispute', { opensAs: 'authorized', disputesCapture: true }],
]);

/** How the provider behaves for a token. A token nobody issued is declined as `invalid_token`. */
export function conductOf(token: string): Conduct {
  return tokens.get(token) ?? unknownToken;
}

/** Is this a token the provider never issued? */
export function isUnknown(conduct: Conduct): boolean {
  return conduct === unknownToken;
}
