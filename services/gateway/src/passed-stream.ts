/** The body of an answer that is passed on. */
import { PassThrough, pipeline, type Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** A slow reader holds up to twice as many bytes of an answer here, and the service is free for others. */
const READ_AHEAD_BYTES = 512 * 1_024;

/** The same bytes, read faster than they are asked for. What breaks off at one end breaks off at the other. */
export function readAhead(body: Readable): Readable {
  const ahead = new PassThrough({ highWaterMark: READ_AHEAD_BYTES });
  pipeline(body, ahead, () => undefined);
  return ahead;
}

/** Events go on as they come; the stream ends when either side leaves, and when this process drains. */
export function passStream(reply: FastifyReply, body: Readable, drain: AbortSignal): void {
  const { raw } = reply.hijack();
  const leave = (): void => {
    body.destroy();
  };
  raw.writeHead(reply.statusCode, reply.getHeaders() as Record<string, string>);
  // A reader may wait for the head before there is a first event.
  raw.flushHeaders();
  body.on('error', () => undefined);
  body.once('close', () => {
    drain.removeEventListener('abort', leave);
    raw.end();
  });
  raw.once('close', leave);
  drain.addEventListener('abort', leave, { once: true });
  body.pipe(raw);
  if (drain.aborted || raw.closed) leave();
}
