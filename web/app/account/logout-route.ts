/** Logging out: accounts is told, all cookies of the visit go, and one is back at the beginning. */
import { type ActionFunctionArgs, redirect } from 'react-router';
import { apiOf } from '../api/server.ts';
import { noKeepsake } from '../checkout/guest-keepsake.server.ts';
import { paths } from '../paths.ts';
import { noHoldCookie } from '../seat-map/page/own-hold.server.ts';
import { sessionOf } from '../session/session.ts';

/** The cookies go even when accounts can't be told: whoever presses the button leaves this browser. */
export async function action({ context }: ActionFunctionArgs): Promise<Response> {
  const session = sessionOf(context);
  const { refreshToken } = session;
  if (refreshToken !== undefined) await apiOf(context)('logout', { body: { refreshToken } });
  session.signOut();
  const headers = new Headers();
  for (const cookie of [noHoldCookie(context), noKeepsake(context)]) headers.append('set-cookie', cookie);
  return redirect(paths.home(), { headers });
}

/** A link or a typed address logs nobody out. */
export const loader = (): Response => redirect(paths.account());
