/** The charge: its states, the one table of legal moves, and what the API shows of it. */
import { randomUUID } from 'node:crypto';

export type ChargeState =
  | 'requires_action'
  | 'processing'
  | 'authorized'
  | 'declined'
  | 'captured'
  | 'voided'
  | 'partially_refunded'
  | 'refunded';

/** Every legal move. A state that lists nothing is final. */
const moves: Record<ChargeState, readonly ChargeState[]> = {
  requires_action: ['authorized', 'declined', 'voided'],
  processing: ['authorized', 'declined', 'voided'],
  authorized: ['captured', 'voided'],
  declined: [],
  captured: ['partially_refunded', 'refunded'],
  voided: [],
  partially_refunded: ['partially_refunded', 'refunded'],
  refunded: [],
};

export interface Refund {
  id: string;
  amount: number;
  reference: string | null;
  createdAt: string;
}

/** A charge as the API and the webhooks show it. Amounts are minor units of `currency`. */
export interface Charge {
  id: string;
  state: ChargeState;
  amount: number;
  currency: string;
  reference: string;
  idempotencyKey: string | null;
  capturedAmount: number;
  refundedAmount: number;
  refunds: Refund[];
  disputed: boolean;
  declineCode?: string;
  nextAction?: { url: string };
  createdAt: string;
  updatedAt: string;
}

/** What the provider keeps about a charge and shows nobody. */
export interface ChargeRecord {
  charge: Charge;
  token: string;
  returnUrl: string | null;
  /** The unguessable last part of the action page's address. */
  actionSecret: string | null;
  /** The one thing that will still happen to this charge by itself. */
  planned: { change: 'authorize' | 'dispute'; atMs: number } | null;
}

/** May the charge go from where it is to that state? */
export function mayBecome(charge: Charge, next: ChargeState): boolean {
  return moves[charge.state].includes(next);
}

/** The charge in its next state. Throws on a move the table does not have: callers ask `mayBecome` first. */
export function move(charge: Charge, next: ChargeState, at: string): Charge {
  if (!mayBecome(charge, next)) throw new Error(`charge ${charge.id} cannot move from ${charge.state} to ${next}`);
  const { nextAction: _answered, ...rest } = charge;
  return { ...rest, state: next, updatedAt: at };
}

/** A new id in the provider's style: a prefix and 32 random hex digits. */
export function newId(prefix: 'ch' | 're' | 'evt' | 'act'): string {
  return `${prefix}_${randomUUID().replaceAll('-', '')}`;
}
