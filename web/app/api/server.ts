/** Asking from a loader or an action: in place, as the person whose request is being answered. */
import type { RouterContextProvider } from 'react-router';
import { sessionOf } from '../session/session.ts';
import { visitContext } from '../visit.ts';
import { type Ask, type Asked, createAsk } from './ask.ts';

/** The API as the visitor of this request. */
export const apiOf = (context: Readonly<RouterContextProvider>): Ask => createAsk((asked) => askApi(context, asked));

/**
 * One request to the API as the visitor. A token that was taken back (a role changed, a password was set elsewhere) is
 * a 401 even where anybody may ask: then the session is renewed, or forgotten, and the question is asked again.
 */
export async function askApi(
  context: Readonly<RouterContextProvider>,
  asked: Pick<Asked, 'method' | 'path' | 'headers' | 'body'>,
): Promise<Response> {
  const visit = context.get(visitContext);
  const session = sessionOf(context);
  const token = session.accessToken;
  const answer = await visit.api(toRequest(asked, token), visit);
  if (token === undefined || !(await saysVoidToken(answer))) return answer;
  await session.renew();
  return visit.api(toRequest(asked, session.accessToken), visit);
}

async function saysVoidToken(answer: Response): Promise<boolean> {
  if (answer.status !== 401) return false;
  const problem: unknown = await answer
    .clone()
    .json()
    .catch(() => undefined);
  return typeof problem === 'object' && problem !== null && 'code' in problem && problem.code === 'invalid_token';
}

/** Passes one of the API's files on (a PDF, a calendar entry), as it is. */
export async function fileFromApi(context: Readonly<RouterContextProvider>, path: string): Promise<Response> {
  const answer = await askApi(context, { method: 'GET', path, headers: {}, body: undefined });
  const headers = new Headers({ 'cache-control': 'private, no-store' });
  for (const name of ['content-type', 'content-disposition', 'content-language']) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (!answer.ok) throw new Response(null, { status: answer.status });
  return new Response(answer.body, { status: answer.status, headers });
}

function toRequest(asked: Pick<Asked, 'method' | 'path' | 'headers' | 'body'>, token: string | undefined): Request {
  const { method, path, headers, body } = asked;
  return new Request(`http://usher.internal/api${path}`, {
    method,
    headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    ...(body === undefined ? {} : { body }),
  });
}
