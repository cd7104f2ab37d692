/** Renews the session for a page that asked the API itself and was told that its token no longer counts. */
import type { ActionFunctionArgs } from 'react-router';
import { sessionOf } from './session.ts';

export async function action({ context }: ActionFunctionArgs): Promise<Response> {
  const session = sessionOf(context);
  await session.renew();
  return new Response(null, { status: session.viewer === null ? 401 : 204 });
}
