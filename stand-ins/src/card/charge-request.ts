/** Reads request bodies. By hand, because this stands in the path of load tests. */
import { type Reply, refuse } from './reply.ts';

export interface ChargeRequest {
  amount: number;
  currency: string;
  token: string;
  reference: string;
  returnUrl: string | null;
}

export interface RefundRequest {
  amount: number;
  reference: string | null;
}

/** In minor units. */
const AMOUNT_MAX = 100_000_000_000;
const TEXT_MAX = 255;
const URL_MAX = 2_000;
const currencies = new Set(Intl.supportedValuesOf('currency'));

type Fields = Record<string, unknown>;
type Read<T> = { ok: true; value: T } | { ok: false; reply: Reply };

export function readChargeRequest(body: Fields): Read<ChargeRequest> {
  const { amount, currency, token, reference, capture, returnUrl } = body;
  if (!isAmount(amount)) return wrong('invalid_amount', `amount must be a whole number from 1 to ${AMOUNT_MAX}`);
  if (!isCurrency(currency)) return wrong('invalid_currency', 'currency must be an ISO 4217 code');
  if (!isText(token)) return wrong('invalid_request', `token must be 1 to ${TEXT_MAX} characters`);
  if (!isText(reference)) return wrong('invalid_request', `reference must be 1 to ${TEXT_MAX} characters`);
  if (capture !== undefined && capture !== false) return wrong('invalid_request', 'capture must be false');
  if (returnUrl !== undefined && returnUrl !== null && !isWebAddress(returnUrl)) {
    return wrong('invalid_request', 'returnUrl must be an http or https address');
  }
  return { ok: true, value: { amount, currency, token, reference, returnUrl: returnUrl ?? null } };
}

/** `currency` may be repeated, and must then be the charge's. */
export function readRefundRequest(body: Fields, charged: { currency: string }): Read<RefundRequest> {
  const { amount, currency, reference } = body;
  if (!isAmount(amount)) return wrong('invalid_amount', `amount must be a whole number from 1 to ${AMOUNT_MAX}`);
  if (currency !== undefined && currency !== charged.currency) {
    return wrong('invalid_currency', `The charge is in ${charged.currency}`);
  }
  if (reference !== undefined && reference !== null && !isText(reference)) {
    return wrong('invalid_request', `reference must be 1 to ${TEXT_MAX} characters`);
  }
  return { ok: true, value: { amount, reference: reference ?? null } };
}

/** A capture takes the whole charge: amount and currency may be repeated, and must then be the charge's. */
export function readCaptureRequest(body: Fields, charged: { amount: number; currency: string }): Read<null> {
  const { amount, currency } = body;
  if (amount !== undefined && amount !== charged.amount) {
    return wrong('invalid_amount', `The charge is over ${charged.amount} and is captured wholly`);
  }
  if (currency !== undefined && currency !== charged.currency) {
    return wrong('invalid_currency', `The charge is in ${charged.currency}`);
  }
  return { ok: true, value: null };
}

/** The body as fields; an empty body has none. Null when it is no JSON object. */
export function readFields(body: string): Fields | null {
  if (body === '') return {};
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}

function isAmount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= AMOUNT_MAX;
}

function isCurrency(value: unknown): value is string {
  return typeof value === 'string' && currencies.has(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= TEXT_MAX;
}

function isWebAddress(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > URL_MAX || !URL.canParse(value)) return false;
  return ['http:', 'https:'].includes(new URL(value).protocol);
}

function wrong(code: string, message: string): { ok: false; reply: Reply } {
  return { ok: false, reply: refuse(400, code, message) };
}
