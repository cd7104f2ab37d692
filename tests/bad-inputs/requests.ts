/** Requests as no well-meaning client writes them, and what every refusal of one must look like. */
import { request } from 'node:http';
import { expect } from 'vitest';
import { type Answer, answered, problemIn } from '../answer.ts';
import { worldUrl } from '../callers.ts';

/** An id that is well formed and nobody's. */
export const MADE_UP = '01980000-0000-7000-8000-00000000beef';

/** A refusal of the caller's own making: a 4xx problem document that tells nothing about our inside. */
export function isRefused(answer: Answer, statuses: readonly number[]): void {
  expect(statuses, `${answer.status}: ${answer.text.slice(0, 400)}`).toContain(answer.status);
  problemIn('a bad request', answer.headers, answer.text);
}

/**
 * Sends a request byte for byte: nothing of its path is tidied, no header is added but Host. A content length without
 * a body announces one that never comes.
 */
export function sendAsIs(
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: Buffer | string } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(worldUrl);
  return new Promise((resolve, reject) => {
    const sent = request({ method, hostname, port, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const given = new Headers(
          Object.entries(response.headers).flatMap(([name, value]) =>
            value === undefined ? [] : [[name, String(value)] as [string, string]],
          ),
        );
        resolve(
          answered(`${method} ${path}`, {
            status: response.statusCode ?? 0,
            headers: given,
            bytes: Buffer.concat(chunks),
          }),
        );
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
