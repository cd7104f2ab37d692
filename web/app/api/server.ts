/** Asking from a loader or an action: in place, as the person whose request is being answered. */
import type { RouterContextProvider } from 'react-router';
import { sessionOf } from '../session/session.ts';
import { visitContext } from '../visit.ts';
import { type Ask, type Asked, createAsk } from './ask.ts';

/** The API as the visitor of this request. */
export function apiOf(context: Readonly<RouterContextProvider>): Ask {
  const visit = context.get(visitContext);
  const session = sessionOf(context);
  return createAsk((asked) => visit.api(toRequest(asked, session.accessToken), visit.address));
}

/** Passes one of the API's files on (a PDF, a calendar entry), as it is. */
export async function fileFromApi(context: Readonly<RouterContextProvider>, path: string): Promise<Response> {
  const visit = context.get(visitContext);
  const asked: Asked = { method: 'GET', path, headers: {}, body: undefined, signal: undefined };
  const answer = await visit.api(toRequest(asked, sessionOf(context).accessToken), visit.address);
  const headers = new Headers({ 'cache-control': 'private, no-store' });
  for (const name of ['content-type', 'content-disposition', 'content-language']) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (!answer.ok) throw new Response(null, { status: answer.status });
  return new Response(answer.body, { status: answer.status, headers });
}

function toRequest({ method, path, headers, body }: Asked, token: string | undefined): Request {
  return new Request(`http://usher.internal/api${path}`, {
    method,
    headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    ...(body === undefined ? {} : { body }),
  });
}
