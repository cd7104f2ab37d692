/** One request after the other, as text on the wire and as a verdict on what came back. */
import { randomUUID } from 'node:crypto';
import type { Answer, Connections } from './connections.ts';
import type { Asking, Request } from './plan.ts';

/** What became of an arrival, and what was to be kept of it. */
export interface Told {
  readonly verdict: string;
  readonly kept?: unknown;
}
/** Lives arrival `i` through. */
export type Tell = (i: number) => Promise<Told>;

/** A request as text; a key is new with each call unless it is given. */
export function written(host: string, request: Request, token?: string, key?: string): string {
  const { method, path, body = '', headers = '', keyed = false } = request;
  const authorization = token === undefined ? '' : `authorization: Bearer ${token}\r\n`;
  const keyLine = keyed || key !== undefined ? `idempotency-key: ${key ?? randomUUID()}\r\n` : '';
  const type =
    method === 'GET' || body === ''
      ? ''
      : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  const empty = method === 'POST' && body === '' ? 'content-length: 0\r\n' : '';
  return `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${authorization}${keyLine}${headers}${type}${empty}\r\n${body}`;
}

/** `201`, `409 seats_taken`, and a fault where somebody is sent away without being told when to come back. */
export function verdictOf({ status, head, body }: Answer): string {
  if (status > 0 && status < 400) return String(status);
  if (status === 0) return '0 connection lost';
  const code = /"code":"(\w+)"/.exec(body.toString('latin1'))?.[1] ?? 'without a code';
  const mustSayWhen = status === 503 || status === 429;
  return `${status} ${code}${mustSayWhen && retryAfterMs(head) === undefined ? ' without Retry-After' : ''}`;
}

/** How long the server asks to wait. */
export function retryAfterMs(head: string): number | undefined {
  const seconds = /\r\nretry-after: (\d+)/i.exec(head)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** Each arrival makes its one request. */
export function tellAsking(story: Asking, connections: Connections, host: string): Tell {
  const { requests, tokens, keep } = story;
  return async (i) => {
    const request = requests[i % requests.length];
    if (!request) throw new Error('the plan has no request');
    const answer = await connections.ask(written(host, request, tokens[i % tokens.length]));
    const verdict = verdictOf(answer);
    const isYes = answer.status >= 200 && answer.status < 300;
    return keep === true && isYes ? { verdict, kept: JSON.parse(answer.body.toString()) as unknown } : { verdict };
  };
}
