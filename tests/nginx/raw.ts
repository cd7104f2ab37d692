/** Requests written byte by byte, as no HTTP client would, and what comes back on the same connection. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Exchange {
  readonly answers: readonly RawAnswer[];
  /** Whether the other side ended the connection. */
  readonly ended: boolean;
}

/** How long a connection that nobody ends is listened to after its last byte. */
const QUIET_MS = 300;

/**
 * Sends the parts with pauses between them, and reads until the other side ends the connection or has answered
 * and falls silent. Throws when neither happens in time.
 */
export async function exchange(
  port: number,
  parts: readonly (string | Buffer)[],
  { everyMs = 0, withinMs = 10_000 } = {},
): Promise<Exchange> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let text = '';
  let ended = false;
  let lastByteAt = performance.now();
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1');
    lastByteAt = performance.now();
  });
  for (const event of ['end', 'error', 'close']) socket.once(event, () => (ended = true));
  const deadline = performance.now() + withinMs;
  try {
    void write(parts);
    for (;;) {
      const answers = answersIn(text);
      if (ended || (answers.length > 0 && performance.now() - lastByteAt > QUIET_MS)) return { answers, ended };
      if (performance.now() > deadline) throw new Error(`nothing conclusive came within ${withinMs} ms: ${text}`);
      await pause(20);
    }
  } finally {
    socket.destroy();
  }

  async function write(chunks: readonly (string | Buffer)[]): Promise<void> {
    for (const chunk of chunks) {
      if (ended || socket.destroyed) return;
      socket.write(chunk);
      if (everyMs > 0) await pause(everyMs, undefined, { ref: false });
    }
  }
}

/** The complete answers in what was read; all of ours say how long they are. */
function answersIn(text: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let rest = text; ; ) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return answers;
    const [first = '', ...lines] = rest.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const status = Number(first.split(' ')[1]);
    const length = Number(headers['content-length'] ?? 0);
    const body = rest.slice(end + 4, end + 4 + length);
    if (body.length < length) return answers;
    // 100 Continue is no answer yet.
    if (status >= 200) answers.push({ status, headers, body });
    rest = rest.slice(end + 4 + length);
  }
}
