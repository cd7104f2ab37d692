/** Refusals: expected answers of "no", returned as values. A bug throws; a refusal never does. */
import { refusals, type RefusalCode } from '@usher/contracts/refusals';

interface RefusalOptions {
  more?: Record<string, unknown>;
  detail?: string;
  retryAfterSeconds?: number;
  replayed?: boolean;
}

export class Refusal<Code extends RefusalCode = RefusalCode> {
  readonly code: Code;
  /** What helps the caller act, beside the code: seat ids, a deadline; members of the problem document. */
  readonly more: Readonly<Record<string, unknown>>;
  readonly detail: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** The answer an earlier request under the same Idempotency-Key got. */
  readonly replayed: boolean;

  constructor(code: Code, options: RefusalOptions = {}) {
    this.code = code;
    this.more = options.more ?? {};
    this.detail = options.detail;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.replayed = options.replayed ?? false;
  }

  get status(): number {
    return refusals[this.code].status;
  }
}

/** Says no: `return refuse('seats_taken', { more: { seatIds } })`. */
export function refuse<Code extends RefusalCode>(code: Code, options?: RefusalOptions): Refusal<Code> {
  return new Refusal(code, options);
}

/** A 400 that names each wrong field. */
export function refuseFields(errors: readonly { path: string; message: string }[]): Refusal<'invalid_request'> {
  return new Refusal('invalid_request', { more: { errors } });
}

/** True when the value is a no. Narrows the type of what an operation gave. */
export function refused<T>(value: T): value is Extract<T, Refusal> {
  return value instanceof Refusal;
}

/** What is kept of a no, for who asks again under the same Idempotency-Key. */
export type KeptRefusal = Pick<Refusal, 'code' | 'more'>;

export const keptRefusal = ({ code, more }: Refusal): KeptRefusal => ({ code, more });

/** The same no again. */
export function replayed({ code, more }: KeptRefusal): Refusal {
  return refuse(code, { more, replayed: true });
}

/** A no that will stay one, and so is kept for who asks again. "Busy", "wait" and "your shape is wrong" may turn out otherwise next time. */
export function isDecided({ status, code }: Refusal): boolean {
  return status !== 400 && status !== 401 && status !== 429 && status < 500 && code !== 'request_in_progress';
}

/**
 * A refusal thrown from where no value can be returned (a queue that is full, a peer that is away).
 * Only the kit throws it; the edge turns it into the refusal it carries.
 */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly refusal: Refusal;
  constructor(refusal: Refusal, cause?: unknown) {
    super(refusal.detail ?? refusals[refusal.code].title, { cause });
    this.refusal = refusal;
  }
}

/** RFC 9457 problem document of a refusal. `instance` is the request id, by which support finds the logs. */
export function problemOf(refusal: Refusal, requestId: string): Record<string, unknown> {
  const { status, title } = refusals[refusal.code];
  return {
    ...refusal.more,
    type: `urn:usher:refusal:${refusal.code}`,
    title,
    status,
    ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
    code: refusal.code,
    instance: requestId,
  };
}
