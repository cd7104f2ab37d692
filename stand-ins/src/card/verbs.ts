/**
 * What can be done to a charge. Every verb is a plain function from what is known to a reply and a change; nothing
 * is kept until the caller commits the change.
 */
import { type Charge, type ChargeRecord, type ChargeState, mayBecome, move, newId, type Refund } from './charge.ts';
import type { ChargeRequest, RefundRequest } from './charge-request.ts';
import type { Entry } from './journal.ts';
import { json, type Reply, refuse } from './reply.ts';
import { conductOf, isUnknown } from './tokens.ts';
import { newWebhook, type WebhookType } from './webhook-event.ts';

export interface Outcome {
  reply: Reply;
  /** Empty when nothing happened. */
  change: Entry[];
}

export interface Surroundings {
  nowMs: number;
  settleMs: number;
  disputeMs: number;
  /** Where browsers reach the provider's pages. */
  publicUrl: string;
}

const REFUNDS_MAX = 100;

/** Opens a charge as its token says. A declined charge is kept too; an unknown token is answered 402. */
export function openCharge(wanted: ChargeRequest, idempotencyKey: string | null, around: Surroundings): Outcome {
  const conduct = conductOf(wanted.token);
  const at = new Date(around.nowMs).toISOString();
  const actionSecret = conduct.opensAs === 'requires_action' ? newId('act') : null;
  const charge: Charge = {
    id: newId('ch'),
    state: conduct.opensAs,
    amount: wanted.amount,
    currency: wanted.currency,
    reference: wanted.reference,
    idempotencyKey,
    capturedAmount: 0,
    refundedAmount: 0,
    refunds: [],
    disputed: false,
    ...(conduct.declineCode !== undefined && { declineCode: conduct.declineCode }),
    ...(actionSecret !== null && { nextAction: { url: `${around.publicUrl}/actions/${actionSecret}` } }),
    createdAt: at,
    updatedAt: at,
  };
  const planned = conduct.settlesLater ? { change: 'authorize' as const, atMs: around.nowMs + around.settleMs } : null;
  const record = { charge, token: wanted.token, returnUrl: wanted.returnUrl, actionSecret, planned };
  const reply = isUnknown(conduct) ? json(402, { code: 'invalid_token', ...charge }) : json(201, charge);
  const told =
    charge.state === 'authorized' || charge.state === 'declined' ? (`charge.${charge.state}` as const) : null;
  return { reply: conduct.losesReply ? { ...reply, lost: true } : reply, change: changeTo(record, told) };
}

/** Takes the authorized money, once and wholly. */
export function captureCharge(record: ChargeRecord, around: Surroundings): Outcome {
  if (!mayBecome(record.charge, 'captured')) return wrongState(record.charge, 'captured');
  const conduct = conductOf(record.token);
  if (conduct.refusesCapture) return unchanged(refuse(402, 'capture_refused', 'The bank refuses to pay this charge'));
  const captured = { ...moved(record, 'captured', around), capturedAmount: record.charge.amount };
  const planned = conduct.disputesCapture
    ? { change: 'dispute' as const, atMs: around.nowMs + around.disputeMs }
    : null;
  return {
    reply: json(200, captured),
    change: changeTo({ ...record, charge: captured, planned }, 'charge.captured'),
  };
}

/** Lets the money go: before capture, and also before the cardholder or the bank has decided. */
export function voidCharge(record: ChargeRecord, around: Surroundings): Outcome {
  if (!mayBecome(record.charge, 'voided')) return wrongState(record.charge, 'voided');
  const voided = moved(record, 'voided', around);
  return { reply: json(200, voided), change: changeTo({ ...record, charge: voided, planned: null }, 'charge.voided') };
}

/** Gives back part or all of what was captured and not yet given back. */
export function refundCharge(record: ChargeRecord, wanted: RefundRequest, around: Surroundings): Outcome {
  const { charge } = record;
  const left = charge.capturedAmount - charge.refundedAmount;
  const next = wanted.amount < left ? 'partially_refunded' : 'refunded';
  if (!mayBecome(charge, next)) return wrongState(charge, next);
  if (wanted.amount > left) return unchanged(refuse(409, 'refund_exceeds_charge', `Only ${left} is left to refund`));
  if (charge.refunds.length >= REFUNDS_MAX) {
    return unchanged(refuse(409, 'too_many_refunds', `A charge can be refunded ${REFUNDS_MAX} times`));
  }
  const at = new Date(around.nowMs).toISOString();
  const refund: Refund = { id: newId('re'), amount: wanted.amount, reference: wanted.reference, createdAt: at };
  const refunded: Charge = {
    ...moved(record, next, around),
    refundedAmount: charge.refundedAmount + wanted.amount,
    refunds: [...charge.refunds, refund],
  };
  return {
    reply: json(201, { ...refund, chargeId: charge.id, currency: charge.currency, state: 'succeeded' }),
    change: changeTo({ ...record, charge: refunded }, 'charge.refunded'),
  };
}

/** What the cardholder chose on the action page. Too late, or chosen before: nothing changes. */
export function decideCharge(record: ChargeRecord, approved: boolean, around: Surroundings): Entry[] {
  if (record.charge.state !== 'requires_action') return [];
  if (approved) return changeTo({ ...record, charge: moved(record, 'authorized', around) }, 'charge.authorized');
  const declined = { ...moved(record, 'declined', around), declineCode: 'authentication_failed' };
  return changeTo({ ...record, charge: declined }, 'charge.declined');
}

/** Does what was planned for this charge, unless it has moved on in the meantime. */
export function doPlanned(record: ChargeRecord, around: Surroundings): Entry[] {
  if (record.planned?.change === 'dispute') {
    const disputed = { ...record.charge, disputed: true, updatedAt: new Date(around.nowMs).toISOString() };
    return changeTo({ ...record, charge: disputed, planned: null }, 'charge.disputed');
  }
  if (record.planned === null || !mayBecome(record.charge, 'authorized')) return [];
  return changeTo({ ...record, charge: moved(record, 'authorized', around), planned: null }, 'charge.authorized');
}

function moved(record: ChargeRecord, next: ChargeState, { nowMs }: Surroundings): Charge {
  return move(record.charge, next, new Date(nowMs).toISOString());
}

function changeTo(record: ChargeRecord, told: WebhookType | null): Entry[] {
  const kept: Entry = { kind: 'charge', record };
  if (told === null || conductOf(record.token).silent) return [kept];
  return [kept, { kind: 'webhook', event: newWebhook(told, record.charge, record.charge.updatedAt) }];
}

function unchanged(reply: Reply): Outcome {
  return { reply, change: [] };
}

function wrongState(charge: Charge, next: ChargeState): Outcome {
  const message = `A charge that is ${charge.state} cannot become ${next}`;
  return unchanged(json(409, { code: `charge_is_${charge.state}`, message, charge }));
}
