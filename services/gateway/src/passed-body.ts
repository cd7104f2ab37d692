/** The body of a request that is passed on: a small one is kept, so that it can be sent again; a large one goes on as it comes. */
import { type Readable, Transform } from 'node:stream';
import { RefusedError, refuse } from '@usher/kit/refusal';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface Upload {
  readonly body: Buffer | Readable | null;
  /** Can be sent again. */
  readonly kept: boolean;
  /** Its length, where only the caller knows it. */
  readonly headers: Readonly<Record<string, string>>;
  /** The answer is there, or none comes: the rest of the body is read by nobody. */
  settle(): void;
}

/** Routes of this scope get the whole body; more than the route's limit is refused. */
export function readWhole(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
}

/** Routes of this scope get the body as it comes; `uploadOf` counts it. */
export function readAsItComes(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
}

/** The body to send. One that is larger than it may be ends the asking, as `payload_too_large`. */
export function uploadOf(
  request: FastifyRequest,
  { bytesMax, end }: { bytesMax: number; end: AbortController },
): Upload {
  const nothing = { headers: {}, settle: () => undefined };
  if (request.body === undefined || request.body === null) return { ...nothing, body: null, kept: true };
  if (Buffer.isBuffer(request.body)) return { ...nothing, body: request.body, kept: true };
  const length = request.headers['content-length'];
  const refuseIt = (): void => {
    end.abort(new RefusedError(refuse('payload_too_large')));
  };
  if (Number(length ?? 0) > bytesMax) refuseIt();
  const body = counted(bytesMax, refuseIt);
  request.raw.pipe(body);
  return {
    body,
    kept: false,
    headers: length === undefined ? {} : { 'content-length': length },
    settle() {
      request.raw.unpipe(body);
      request.raw.resume();
    },
  };
}

function counted(bytesMax: number, tooLarge: () => void): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= bytesMax) done(null, chunk);
      else {
        tooLarge();
        done();
      }
    },
  });
}
