/**
 * Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) for many readers of the same:
 * written once, with the frame of HTTP's chunked coding around them (RFC 9112, section 7.1), which is the same for all.
 */
import type { ServerResponse } from 'node:http';

export interface Frame {
  readonly text: Buffer;
  /** The text as one HTTP chunk. */
  readonly chunk: Buffer;
}

/** What a reader may leave unread before it is cut off; some hundred changes, or a dozen pictures of a stadium. */
const UNREAD_BYTES_MAX = 256 * 1024;
const LINE_END = '\r\n';

/** The frame of one event. */
export function eventFrame(event: 'snapshot' | 'delta', id: number, json: string): Frame {
  return frameOf(`event: ${event}\nid: ${id}\ndata: ${json}\n\n`);
}

/** The frame of any text of the format: comments, fields. */
export function frameOf(text: string): Frame {
  const head = Buffer.byteLength(text).toString(16) + LINE_END;
  const chunk = Buffer.from(head + text + LINE_END);
  return { chunk, text: chunk.subarray(head.length, -LINE_END.length) };
}

/** Begins a stream: the head of the answer and its first frames leave together. */
export function begin(reader: ServerResponse, first: string, frames: readonly Frame[]): void {
  const { socket } = reader;
  // Corked by us, it is written before we return, and whoever counts the time sees it.
  socket?.cork();
  reader.write(first);
  for (const frame of frames) send(reader, frame);
  socket?.uncork();
}

/**
 * Sends a frame to a reader of a stream that has begun. One that does not keep up is cut off: it comes back by itself
 * and names the last event it saw.
 */
export function send(reader: ServerResponse, { text, chunk }: Frame): void {
  const { socket } = reader;
  if (reader.writableLength > UNREAD_BYTES_MAX) reader.destroy();
  // The head is out and nothing of ours waits before it: the bytes may go straight to the socket, at the cost of that
  // alone (a tenth less than by `write`, which builds the chunk's frame each time and sends it in three parts).
  else if (socket && reader.chunkedEncoding && reader.headersSent) socket.write(chunk);
  else reader.write(text);
}
