/**
 * HTTP/1.1 with as little work as it can be: requests are written as text, answers are cut by their length, and nothing
 * else of them is looked at. The generator shares the machine with what it measures, and undici costs twice as much. One
 * request at a time on each connection.
 */
import { connect, type Socket } from 'node:net';

export interface Answer {
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  readonly head: string;
  readonly body: Buffer;
}

export interface Connections {
  /** Sends a request on a free connection, or on the next one that becomes free. */
  ask(request: string): Promise<Answer>;
  close(): void;
}

type Answered = (answer: Answer) => void;

const NOTHING = Buffer.alloc(0);
/** All connections read into the same memory, one after the other. */
const READ = Buffer.alloc(64 * 1024);
const HEAD_END = '\r\n\r\n';
const LOST: Answer = { status: 0, head: '', body: NOTHING };

/** Opens nothing yet: a connection is made when the open ones are taken, up to `max`. */
export function openConnections(url: URL, max: number): Connections {
  const free: Connection[] = [];
  const open = new Set<Connection>();
  const waiting: { request: string; answered: Answered }[] = [];

  const release = (connection: Connection): void => {
    const next = waiting.shift();
    if (next) connection.ask(next.request, next.answered);
    else free.push(connection);
  };
  const forget = (connection: Connection): void => {
    open.delete(connection);
    const at = free.indexOf(connection);
    if (at >= 0) free.splice(at, 1);
    const next = waiting.shift();
    if (next) dial().ask(next.request, next.answered);
  };
  const dial = (): Connection => {
    const connection = new Connection(url, release, forget);
    open.add(connection);
    return connection;
  };

  return {
    ask: (request) =>
      new Promise((answered) => {
        const connection = free.pop() ?? (open.size < max ? dial() : undefined);
        if (connection) connection.ask(request, answered);
        else waiting.push({ request, answered });
      }),
    close() {
      waiting.length = 0;
      for (const connection of open) connection.close();
    },
  };
}

class Connection {
  readonly #socket: Socket;
  readonly #release: (connection: Connection) => void;
  #received: Buffer = NOTHING;
  #answered: Answered | undefined;

  constructor(url: URL, release: (connection: Connection) => void, forget: (connection: Connection) => void) {
    this.#release = release;
    const callback = (length: number): boolean => {
      this.#take(READ.subarray(0, length));
      return true;
    };
    const { hostname: host, port } = url;
    this.#socket = connect({ host, port: Number(port), noDelay: true, onread: { buffer: READ, callback } });
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      const answered = this.#answered;
      this.#answered = undefined;
      forget(this);
      answered?.(LOST);
    });
  }

  ask(request: string, answered: Answered): void {
    this.#answered = answered;
    this.#socket.write(request, 'utf8');
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    const received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const answer = readAnswer(received);
    const answered = this.#answered;
    if (!answer || !answered) {
      this.#received = Buffer.from(received);
      return;
    }
    this.#received = NOTHING;
    this.#answered = undefined;
    if (/\r\nconnection: close/i.test(answer.head)) this.#socket.destroy();
    else this.#release(this);
    // The memory it was read into is everybody's.
    answered({ ...answer, body: Buffer.from(answer.body) });
  }
}

/** The answer, once all of it is there. */
function readAnswer(received: Buffer): Answer | undefined {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = received.toString('latin1', 0, headEnd);
  const status = Number(head.slice(9, 12));
  const rest = received.subarray(headEnd + HEAD_END.length);
  if (status === 204 || status === 304) return { status, head, body: NOTHING };
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  const body = length === undefined ? unchunked(rest) : rest.length >= Number(length) ? rest : undefined;
  return body && { status, head, body };
}

/** A body sent in pieces of told length (RFC 9112, 7.1); undefined while its last piece is missing. */
function unchunked(rest: Buffer): Buffer | undefined {
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = rest.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const length = Number.parseInt(rest.toString('latin1', at, lineEnd), 16);
    const begin = lineEnd + 2;
    if (rest.length < begin + length + 2) return undefined;
    if (length === 0) return Buffer.concat(pieces);
    pieces.push(rest.subarray(begin, begin + length));
    at = begin + length + 2;
  }
}
