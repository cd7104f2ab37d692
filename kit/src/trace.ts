/**
 * Whose doing is this? Every request carries its own id and the id of a trace: through the code it runs, to the peers
 * it calls, into the facts it records and the work it leaves, so that one grep over all processes tells one story.
 *
 * Trace ids are those of W3C Trace Context (https://www.w3.org/TR/trace-context/): 16 bytes as 32 hex digits, as many
 * as a UUID has. So an id of ours without its dashes is a trace id, and a story of many requests (a purchase) can be
 * told under the id of what it is about. No spans are kept.
 *
 * Who does something for a request says the request's id; which trace that is, is known here while the request is under
 * way. Node could carry it along by itself (AsyncLocalStorage), but before Node 24 that costs a quarter of a sale.
 */
import type { Clock } from './clock.ts';

/** One request on its way. */
export interface Trace {
  readonly requestId: string;
  /** Undefined where nobody said: a fact or a row of work from before there were traces. */
  traceId: string | undefined;
}

/** What is under way in this process, by request id. Two callers who chose the same request id at the same time share a trace. */
const underWay = new Map<string, { readonly trace: Trace; holders: number }>();
const TRACES_SHOWN_MAX = 100;

/** The trace of a request that just came: the one its `traceparent` header names, else one of its own. */
export function beginTrace(requestId: string, traceparent: unknown, clock: Pick<Clock, 'newId'>): Trace {
  return { requestId, traceId: traceIdFrom(traceparent) ?? fromUuid(requestId) ?? fromUuid(clock.newId()) };
}

/** The trace that a fact or a row of work goes on with. */
export function resumeTrace(from: { requestId: string; traceId?: string | null | undefined }): Trace {
  return { requestId: from.requestId, traceId: from.traceId ?? fromUuid(from.requestId) };
}

/** Keeps a trace until the function that is given back is called, once. */
export function keepTrace(trace: Trace): () => void {
  const { requestId } = trace;
  const held = underWay.get(requestId) ?? { trace, holders: 0 };
  underWay.set(requestId, held);
  held.holders += 1;
  return () => {
    held.holders -= 1;
    if (held.holders === 0) underWay.delete(requestId);
  };
}

/** Keeps traces while something is done for their requests: what is recorded, enqueued and asked under their ids is theirs. */
export async function inTraces<T>(traces: readonly Trace[], work: () => Promise<T>): Promise<T> {
  const endings = traces.map(keepTrace);
  try {
    return await work();
  } finally {
    for (const end of endings) end();
  }
}

/** It turned out what a request is about: from here on it is told under that thing's id, a UUID. */
export function continueTrace(requestId: string, aboutId: string): void {
  const trace = underWay.get(requestId)?.trace;
  if (trace) trace.traceId = fromUuid(aboutId);
}

/** The trace a request belongs to; what nobody asked for (a sweep) is told under the id it goes by. */
export function traceIdOf(requestId: string): string | undefined {
  return underWay.get(requestId)?.trace.traceId ?? fromUuid(requestId);
}

/** The headers by which a call to another process goes on with a request. The parent id, of which nothing is kept, is half of the trace id. */
export function traceHeaders(requestId: string): Record<string, string> {
  const traceId = traceIdOf(requestId);
  if (traceId === undefined) return { 'x-request-id': requestId };
  const half = traceId.slice(16).replace(/^0{16}$/, '0000000000000001');
  return { 'x-request-id': requestId, traceparent: `00-${traceId}-${half}-01` };
}

/** What a log line says of whose doing it is: both ids of one request, the trace ids of several. */
export function doingOf(...traces: readonly Trace[]): {
  requestId?: string;
  traceId?: string | undefined;
  traceIds?: (string | undefined)[];
} {
  const [first] = traces;
  if (!first) return {};
  if (traces.length === 1) return { requestId: first.requestId, traceId: first.traceId };
  return { traceIds: [...new Set(traces.map((trace) => trace.traceId))].slice(0, TRACES_SHOWN_MAX) };
}

/** The same for a request that is under way, or was. */
export function doingFor(requestId: string): ReturnType<typeof doingOf> {
  return doingOf({ requestId, traceId: traceIdOf(requestId) });
}

/** The trace id of a `traceparent` header; undefined when it is none, or not a valid one. */
export function traceIdFrom(traceparent: unknown): string | undefined {
  if (typeof traceparent !== 'string') return undefined;
  // A later version may append fields; version ff and ids of zeros are invalid.
  const [, traceId] =
    /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}(?:$|-)/.exec(traceparent) ?? [];
  return traceId;
}

function fromUuid(id: string): string | undefined {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id) ? id.replaceAll('-', '').toLowerCase() : undefined;
}
