/**
 * Whose doing is this? Every request carries its own id and the id of a trace: through the code it runs, to the peers
 * it calls, into the facts it records and the work it leaves, so that one grep over all processes tells one story.
 *
 * Trace ids are those of W3C Trace Context (https://www.w3.org/TR/trace-context/): 16 bytes as 32 hex digits, as many
 * as a UUID has. So an id of ours without its dashes is a trace id, and a story of many requests (a purchase) can be
 * told under the id of what it is about. No spans are kept.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from './clock.ts';

/** One request on its way. */
export interface Trace {
  readonly requestId: string;
  /** Undefined where nobody said: a fact or a row of work from before there were traces. */
  traceId: string | undefined;
}

/** Who runs at present, by request id: one, or several whose work is done together. Two callers who chose the same request id share a trace. */
type Traces = ReadonlyMap<string, Trace>;

const carried = new AsyncLocalStorage<Traces>();
const NONE: Traces = new Map();
const TRACES_SHOWN_MAX = 100;

/** The trace of a request that just came: the one its `traceparent` header names, else one of its own. */
export function beginTrace(requestId: string, traceparent: unknown, clock: Pick<Clock, 'newId'>): Trace {
  return { requestId, traceId: traceIdFrom(traceparent) ?? fromUuid(requestId) ?? fromUuid(clock.newId()) };
}

/** The trace that a fact or a row of work goes on with. */
export function resumeTrace(from: { requestId: string; traceId?: string | null | undefined }): Trace {
  return { requestId: from.requestId, traceId: from.traceId ?? fromUuid(from.requestId) };
}

/** Runs work for these requests: what it logs, records and enqueues is theirs. */
export function inTraces<T>(traces: readonly Trace[], work: () => T): T {
  return carried.run(new Map(traces.map((trace) => [trace.requestId, trace])), work);
}

/** For whom the calling code runs. */
export function currentTraces(): readonly Trace[] {
  return [...(carried.getStore() ?? NONE).values()];
}

/** It turned out what a request is about: from here on it is told under that thing's id, a UUID. */
export function continueTrace(requestId: string, aboutId: string): void {
  const trace = find(requestId);
  if (trace) trace.traceId = fromUuid(aboutId);
}

/** The trace a request belongs to; what nobody asked for (a sweep) is told under the id it goes by. */
export function traceIdOf(requestId: string): string | undefined {
  return find(requestId)?.traceId ?? fromUuid(requestId);
}

/** The headers by which a call to another process goes on with a request. The parent id, of which nothing is kept, is half of the trace id. */
export function traceHeaders(requestId: string): Record<string, string> {
  const traceId = traceIdOf(requestId);
  if (traceId === undefined) return { 'x-request-id': requestId };
  const half = traceId.slice(16).replace(/^0{16}$/, '0000000000000001');
  return { 'x-request-id': requestId, traceparent: `00-${traceId}-${half}-01` };
}

/** What every log line says of who runs: both ids of one request, the trace ids of several. */
export function traceFields(): { requestId?: string; traceId?: string | undefined; traceIds?: (string | undefined)[] } {
  const traces = currentTraces();
  const [first] = traces;
  if (!first) return {};
  if (traces.length === 1) return { ...first };
  return { traceIds: [...new Set(traces.map((trace) => trace.traceId))].slice(0, TRACES_SHOWN_MAX) };
}

/** The trace id of a `traceparent` header; undefined when it is none, or not a valid one. */
export function traceIdFrom(traceparent: unknown): string | undefined {
  if (typeof traceparent !== 'string') return undefined;
  // A later version may append fields; version ff and ids of zeros are invalid.
  const [, traceId] =
    /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}(?:$|-)/.exec(traceparent) ?? [];
  return traceId;
}

function find(requestId: string): Trace | undefined {
  const traces = carried.getStore() ?? NONE;
  const [only] = traces.size === 1 ? traces.values() : [];
  return traces.get(requestId) ?? only;
}

function fromUuid(id: string): string | undefined {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id) ? id.replaceAll('-', '').toLowerCase() : undefined;
}
