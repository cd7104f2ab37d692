/** Testcard over HTTP: a bounded pool, one deadline per request, and no retry but the caller's. */
import { Currency } from '@usher/contracts/money';
import type { Clock } from '@usher/kit/clock';
import type { Log } from '@usher/kit/log';
import { doingFor } from '@usher/kit/trace';
import { Pool } from 'undici';
import { z } from 'zod';
import type { CardProvider, Charge, ChargeRequest, Notice } from './provider.ts';
import { isSignedBy } from './testcard-signature.ts';

export interface TestcardOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly concurrency: number;
  readonly queueMax: number;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

const WireCharge = z.object({
  id: z.string(),
  state: z.enum([
    'requires_action',
    'processing',
    'authorized',
    'declined',
    'captured',
    'voided',
    'partially_refunded',
    'refunded',
  ]),
  amount: z.number().int(),
  currency: Currency,
  reference: z.string(),
  idempotencyKey: z.uuid().nullable().catch(null),
  declineCode: z.string().optional(),
  nextAction: z.object({ url: z.string() }).optional(),
});
const WireEvent = z.object({ id: z.string().min(1).max(200), type: z.string().max(100), data: z.unknown() });
const WireRefusal = z.object({ code: z.string().max(100), charge: WireCharge.optional() });

type Ask = (
  method: 'GET' | 'POST',
  path: string,
  options: { requestId: string; key?: string; body?: unknown; timeoutMs?: number },
) => Promise<{ status: number; body: unknown } | 'unknown'>;

/** Opens the pool; nothing connects until the first request. */
export function testcardProvider(options: TestcardOptions): CardProvider {
  const { url, webhookSecret, clock, log } = options;
  const pool = new Pool(new URL(url).origin, { connections: options.concurrency, pipelining: 1 });
  const ask = asker(options, pool);
  const path = (request: ChargeRequest, verb: string) =>
    `/v1/charges/${encodeURIComponent(request.chargeId ?? '')}/${verb}`;
  const keyed = ({ paymentId, requestId }: ChargeRequest, verb: string) => ({
    requestId,
    key: `${paymentId}:${verb}`,
    body: {},
  });

  return {
    name: 'testcard',
    async authorise(request, timeoutMs) {
      const { paymentId, amount: price, reference, token, returnUrl, requestId } = request;
      const body = { ...price, token, reference, capture: false, returnUrl };
      const answer = await ask('POST', '/v1/charges', {
        requestId,
        key: paymentId,
        body,
        ...(timeoutMs !== undefined && { timeoutMs }),
      });
      if (answer === 'unknown') return 'unknown';
      const charge = WireCharge.safeParse(answer.body);
      if (charge.success) return chargeOf(charge.data);
      // It read the request and will never make a charge of it.
      if (answer.status === 400)
        return { id: null, state: 'declined', amount: price, reference, declineCode: codeOf(answer.body) };
      return strange(log, 'authorise', answer);
    },
    async find({ paymentId, reference, requestId }) {
      const answer = await ask(
        'GET',
        `/v1/charges?${new URLSearchParams({ limit: '1', reference, idempotencyKey: paymentId }).toString()}`,
        { requestId },
      );
      if (answer === 'unknown') return 'unknown';
      const list = z.object({ items: z.array(WireCharge) }).safeParse(answer.body);
      if (answer.status !== 200 || !list.success) return strange(log, 'find', answer);
      const [charge] = list.data.items;
      return charge ? chargeOf(charge) : 'none';
    },
    async capture(request) {
      const answer = await ask('POST', path(request, 'capture'), keyed(request, 'capture'));
      if (answer === 'unknown') return 'unknown';
      if (answer.status === 402) return { refusal: codeOf(answer.body) };
      return standing(log, 'capture', answer);
    },
    async void(request) {
      const answer = await ask('POST', path(request, 'void'), keyed(request, 'void'));
      return answer === 'unknown' ? 'unknown' : standing(log, 'void', answer);
    },
    readNotice(bytes, header) {
      if (!isSignedBy(webhookSecret, bytes, header('testcard-signature'), clock.now())) return 'forged';
      return readEvent(bytes);
    },
    close: () => pool.close(),
  };
}

/** Asks once. No answer, or one that says the provider is not itself, is `unknown`. */
function asker({ apiKey, concurrency, queueMax, timeoutMs, clock, log }: TestcardOptions, pool: Pool): Ask {
  let underWay = 0;
  return async (method, path, { requestId, key, body, timeoutMs: patienceMs = timeoutMs }) => {
    // Not asked is unknown too: it is found out later, when there is room.
    if (underWay >= concurrency + queueMax) return 'unknown';
    underWay += 1;
    const begunAt = clock.monotonic();
    const asked = { ...doingFor(requestId), method, path: path.split('?')[0] };
    // Cleared with the answer: AbortSignal.timeout would run out, and make its error, for every answered request as well.
    const giveUp = new AbortController();
    const timer = setTimeout(
      () => {
        giveUp.abort();
      },
      Math.min(patienceMs, timeoutMs),
    );
    try {
      const response = await pool.request({
        method,
        path,
        signal: giveUp.signal,
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(key !== undefined && { 'idempotency-key': key }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
      });
      const answer = { status: response.statusCode, body: await response.body.json() };
      log.info(
        { ...asked, status: answer.status, ms: Math.round(clock.monotonic() - begunAt) },
        'asked the card provider',
      );
      return answer;
    } catch (error) {
      log.warn({ ...asked, err: error }, 'the card provider did not answer');
      return 'unknown';
    } finally {
      clearTimeout(timer);
      underWay -= 1;
    }
  };
}

/** The charge of an answer, or of a 409 that says where the charge stands. */
function standing(log: Log, what: string, answer: { status: number; body: unknown }): Charge | 'unknown' {
  const charge = WireCharge.safeParse(answer.body);
  if (charge.success) return chargeOf(charge.data);
  const refusal = WireRefusal.safeParse(answer.body);
  return refusal.success && refusal.data.charge ? chargeOf(refusal.data.charge) : strange(log, what, answer);
}

function strange(log: Log, what: string, { status, body }: { status: number; body: unknown }): 'unknown' {
  log.error(
    { what, status, refusal: codeOf(body) },
    'the card provider gave an answer that says nothing about the charge',
  );
  return 'unknown';
}

function codeOf(body: unknown): string {
  const refusal = WireRefusal.safeParse(body);
  return refusal.success ? refusal.data.code : 'refused';
}

function chargeOf(wire: z.infer<typeof WireCharge>): Charge {
  return {
    id: wire.id,
    state: wire.state === 'partially_refunded' ? 'refunded' : wire.state,
    amount: { amount: wire.amount, currency: wire.currency },
    reference: wire.reference,
    ...(wire.declineCode !== undefined && { declineCode: wire.declineCode }),
    ...(wire.nextAction !== undefined && { nextActionUrl: wire.nextAction.url }),
  };
}

function readEvent(bytes: Buffer): Notice | 'unreadable' {
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString('utf8'));
  } catch {
    return 'unreadable';
  }
  const event = WireEvent.safeParse(body);
  if (!event.success) return 'unreadable';
  const charge = WireCharge.safeParse(event.data.data);
  return {
    eventId: event.data.id,
    type: event.data.type,
    paymentId: charge.data?.idempotencyKey ?? undefined,
    charge: charge.success ? chargeOf(charge.data) : undefined,
    body,
  };
}
