/** Whoever wants seats need not have an account: a guest is somebody too. */
import type { RouterContextProvider } from 'react-router';
import type { Refusal } from '../../api/ask.ts';
import { apiOf } from '../../api/server.ts';
import { sessionOf } from '../../session/session.ts';

/** Signs a guest in when nobody is; gives the refusal when that cannot be done. */
export async function becomeGuest(context: Readonly<RouterContextProvider>): Promise<Refusal | undefined> {
  if (sessionOf(context).viewer !== null) return undefined;
  const guest = await apiOf(context)('createGuest');
  if (!guest.ok) return guest.refusal;
  sessionOf(context).signIn(guest.data);
  return undefined;
}
