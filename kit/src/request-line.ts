/**
 * What is known of a request while it is answered, and the one line the log gets of it at its end. Never its path,
 * query, headers or body: those may carry tokens.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import { beginTrace, doingFor, keepTrace, inTraces, type Trace, traceIdFrom, traceIdOf } from './trace.ts';

/** Filled in on the way. */
interface Known {
  readonly trace: Trace;
  /** The trace the caller wanted it told under; purchases are told under their own. */
  readonly callersTraceId: string | undefined;
  readonly begunAtMs: number;
  service?: string;
  /** Who asks: a person's id, or a peer's name. */
  caller?: string | undefined;
  peer?: string | undefined;
  refusal?: string;
}

const known = new WeakMap<FastifyRequest, Known>();

/** What probes and copies of ours ask every second. */
const UNTOLD = /^\/(health|ready|metrics)$|^\/internal\/\w+\/(log|keys|trust|health)$/;

/** Gives each request its trace, and the log its line, whether it was answered or the caller left before. */
export function tellRequests(app: FastifyInstance, { log, clock }: { log: Log; clock: Clock }): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { traceparent } = request.headers;
    const trace = beginTrace(request.id, traceparent, clock);
    const end = keepTrace(trace);
    known.set(request, {
      trace,
      callersTraceId: traceIdFrom(traceparent),
      begunAtMs: clock.monotonic(),
    });
    reply.raw.once('close', () => {
      if (!UNTOLD.test(request.routeOptions.url ?? '')) tell(request, reply, { log, clock });
      end();
    });
    done();
  });
}

/** Notes something for the line. */
export function noteRequest(
  request: FastifyRequest,
  notes: Partial<Pick<Known, 'service' | 'caller' | 'peer' | 'refusal'>>,
): void {
  Object.assign(known.get(request) ?? {}, notes);
}

/** Keeps a request's trace until what is done for it has ended, even where the caller left before. */
export function inRequest<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
  const { trace } = known.get(request) ?? {};
  return trace ? inTraces([trace], work) : work();
}

function tell(request: FastifyRequest, reply: FastifyReply, { log, clock }: { log: Log; clock: Clock }): void {
  const { trace, callersTraceId, begunAtMs, ...notes } = known.get(request) ?? {};
  if (!trace) return;
  const ended = reply.raw.writableEnded;
  const line = {
    ...doingFor(request.id),
    method: request.method,
    route: request.routeOptions.url,
    ...(ended ? { status: reply.raw.statusCode } : {}),
    ms: Math.round(clock.monotonic() - (begunAtMs ?? 0)),
    ...notes,
    ...(callersTraceId === undefined || callersTraceId === traceIdOf(request.id)
      ? {}
      : { parentTraceId: callersTraceId }),
  };
  log.info(line, ended ? 'answered' : 'the caller left before the answer ended');
}
