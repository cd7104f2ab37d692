/** Renews the session for a page that asks the API itself: the middleware has done the work by now. */
import type { ActionFunctionArgs } from 'react-router';
import { sessionOf } from './session.ts';

export function action({ context }: ActionFunctionArgs): Response {
  return new Response(null, { status: sessionOf(context).viewer === null ? 401 : 204 });
}
