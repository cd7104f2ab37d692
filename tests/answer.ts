/** What came back from the API, and the two things a test says about it: it is this, or it is refused like that. */
import { expect } from 'vitest';

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  /** The request id. */
  readonly instance: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly [more: string]: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** The body as text. */
  readonly text: string;
  /** The body, after the status was found to be this one. */
  is<T = undefined>(status: number): T;
  /** The problem document, after status, code and form were found right. */
  refuses(status: number, code: string): Problem;
}

/** What no answer may ever show: stack frames, our files, SQL and driver messages. */
const LEAKS =
  /\n\s+at |node_modules|\.(ts|mjs|js):\d+|\b(select|insert into|update|delete from) .{0,200}\b(from|set|values|where)\b|syntax error at|pg_|ECONN|violates/i;

/** Wraps an answer; `asked` names the request in failures. */
export function answered(
  asked: string,
  { status, headers, bytes }: { status: number; headers: Headers; bytes: Buffer },
): Answer {
  const text = bytes.toString('utf8');
  return {
    status,
    headers,
    bytes,
    text,
    is<T>(wanted: number): T {
      expect(status, `${asked} gave ${status}: ${text.slice(0, 600)}`).toBe(wanted);
      return (text === '' || !/json/.test(headers.get('content-type') ?? '') ? undefined : JSON.parse(text)) as T;
    },
    refuses(wanted, code) {
      expect(status, `${asked} gave ${status}: ${text.slice(0, 600)}`).toBe(wanted);
      const problem = problemIn(asked, headers, text);
      expect(problem.code, `${asked}: ${text}`).toBe(code);
      expect(problem.status).toBe(wanted);
      return problem;
    },
  };
}

/** Any refusal must look like this: a problem document with a request id that tells nothing about our inside. */
export function problemIn(asked: string, headers: Headers, text: string): Problem {
  expect(headers.get('content-type'), asked).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(text) as Problem;
  expect(problem, asked).toMatchObject({
    type: expect.stringMatching(/^urn:usher:refusal:[a-z_]+$/),
    title: expect.stringMatching(/\S/),
    code: expect.stringMatching(/^[a-z_]+$/),
    instance: expect.stringMatching(/\S/),
  });
  const requestId = headers.get('x-request-id');
  if (requestId !== null) expect(problem.instance, asked).toBe(requestId);
  expect(text, `${asked} shows our inside`).not.toMatch(LEAKS);
  return problem;
}
