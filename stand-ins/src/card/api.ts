/** The `/v1` routes: which request means which verb. */
import { captureCharge, openCharge, type Outcome, refundCharge, type Surroundings, voidCharge } from './verbs.ts';
import { readCaptureRequest, readChargeRequest, readFields, readRefundRequest } from './charge-request.ts';
import { type Answers, fingerprint } from './idempotency.ts';
import type { Ledger } from './ledger.ts';
import { json, type Reply, refuse, storedAnswer } from './reply.ts';

export interface ApiRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  idempotencyKey: string | null;
  body: string;
}

const KEY_MAX = 255;
const LIMIT_MAX = 100;
const chargePath = /^\/v1\/charges\/([a-z0-9_]{1,64})(?:\/(capture|void|refunds))?$/;

/**
 * Answers one API request. It runs to its end without waiting for anything, so two requests under one
 * Idempotency-Key come one after the other, and the second finds the answer of the first. A refusal that changed
 * nothing is not remembered: the same request may succeed later under the same key.
 */
export function answerApi(
  request: ApiRequest,
  known: { ledger: Ledger; answers: Answers },
  around: Surroundings,
): Outcome {
  if (request.method === 'GET') return unchanged(read(request, known.ledger));
  if (request.method !== 'POST')
    return unchanged(refuse(405, 'method_not_allowed', 'Only GET and POST are known here'));
  const key = request.idempotencyKey;
  if (key === null) return write(request, known.ledger, around);
  if (key.length < 1 || key.length > KEY_MAX) {
    return unchanged(refuse(400, 'invalid_request', `An Idempotency-Key has 1 to ${KEY_MAX} characters`));
  }
  const asked = fingerprint(request.method, request.path, request.body);
  const stored = known.answers.get(key);
  if (stored) {
    if (stored.fingerprint === asked) return unchanged(storedAnswer(stored.status, stored.body));
    return unchanged(refuse(422, 'idempotency_key_reused', 'This Idempotency-Key was used for another request'));
  }
  const outcome = write(request, known.ledger, around);
  if (outcome.change.length === 0) return outcome;
  const { status, body } = outcome.reply;
  outcome.change.push({ kind: 'answer', key, answer: { fingerprint: asked, status, body } });
  return outcome;
}

/** The route a request belongs to, without ids: what statistics count by. */
export function routeName(method: string, path: string): string {
  const verb = chargePath.exec(path)?.[2];
  if (path === '/v1/charges') return `${method} /v1/charges`;
  if (verb !== undefined) return `${method} /v1/charges/{id}/${verb}`;
  return chargePath.test(path) ? `${method} /v1/charges/{id}` : 'unknown';
}

function read({ path, query }: ApiRequest, ledger: Ledger): Reply {
  if (path === '/v1/charges') return list(query, ledger);
  const [, id, verb] = chargePath.exec(path) ?? [];
  const record = verb === undefined ? ledger.find(id) : undefined;
  return record ? json(200, record.charge) : refuse(404, 'not_found', 'There is no such charge');
}

function list(query: URLSearchParams, ledger: Ledger): Reply {
  const limit = Number(query.get('limit') ?? 20);
  const cursor = Number(query.get('cursor') ?? 0);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) {
    return refuse(400, 'invalid_request', `limit must be a whole number from 1 to ${LIMIT_MAX}`);
  }
  if (!Number.isSafeInteger(cursor) || cursor < 0) return refuse(400, 'invalid_request', 'cursor is not one of ours');
  const reference = query.get('reference') ?? undefined;
  const idempotencyKey = query.get('idempotencyKey') ?? undefined;
  return json(200, ledger.list({ reference, idempotencyKey, limit, cursor }));
}

function write(request: ApiRequest, ledger: Ledger, around: Surroundings): Outcome {
  const fields = readFields(request.body);
  if (!fields) return unchanged(refuse(400, 'invalid_json', 'The body must be a JSON object'));
  if (request.path === '/v1/charges') return open(fields, request.idempotencyKey, ledger, around);
  const [, id, verb] = chargePath.exec(request.path) ?? [];
  const record = verb === undefined ? undefined : ledger.find(id);
  if (!record) return unchanged(refuse(404, 'not_found', 'There is no such charge'));
  if (verb === 'void') return voidCharge(record, around);
  if (verb === 'capture') {
    const wanted = readCaptureRequest(fields, record.charge);
    return wanted.ok ? captureCharge(record, around) : unchanged(wanted.reply);
  }
  const wanted = readRefundRequest(fields, record.charge);
  return wanted.ok ? refundCharge(record, wanted.value, around) : unchanged(wanted.reply);
}

function open(fields: Record<string, unknown>, key: string | null, ledger: Ledger, around: Surroundings): Outcome {
  // An answer may have been forgotten, its charge never is: the key still buys only once.
  const earlier = key === null ? undefined : ledger.ofKey(key);
  if (earlier) return unchanged(json(201, earlier.charge));
  if (ledger.isFull()) return unchanged(refuse(503, 'provider_full', 'This provider keeps no more charges'));
  const wanted = readChargeRequest(fields);
  return wanted.ok ? openCharge(wanted.value, key, around) : unchanged(wanted.reply);
}

function unchanged(reply: Reply): Outcome {
  return { reply, change: [] };
}
