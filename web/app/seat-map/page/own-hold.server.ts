/** The hold this browser made last, remembered in a cookie, so that coming back to the map finds the seats as one's own. */
import type { RouterContextProvider } from 'react-router';
import type { Data } from '../../api/ask.ts';
import { apiOf } from '../../api/server.ts';
import { clearedCookie, cookiesOf, cookieText } from '../../session/cookies.ts';
import { visitContext } from '../../visit.ts';

/** Longer than any hold lasts, payment included. */
const REMEMBERED_SECONDS = 3600;
const COOKIE = 'usher-hold';

type Context = Readonly<RouterContextProvider>;
export type Hold = Data<'getHold'>;

/** The visitor's live hold of this event; undefined when there is none, or it has ended. */
export async function ownHoldOf(request: Request, context: Context, eventId: string): Promise<Hold | undefined> {
  const id = cookiesOf(request).get(COOKIE);
  if (id === undefined || !/^[0-9a-f-]{36}$/.test(id)) return undefined;
  const hold = await readLiveHold(context, id);
  return hold?.eventId === eventId ? hold : undefined;
}

/** One of the visitor's holds, as long as it still keeps its places. */
export async function readLiveHold(context: Context, id: string): Promise<Hold | undefined> {
  const answer = await apiOf(context)('getHold', { params: { id } });
  const now = context.get(visitContext).clock.now();
  if (!answer.ok || answer.data.state !== 'held' || Date.parse(answer.data.expiresAt) <= now) return undefined;
  return answer.data;
}

/** The cookie that remembers a hold. */
export function holdCookie(id: string, context: Context): string {
  const secure = context.get(visitContext).publicUrl.startsWith('https:');
  return cookieText(COOKIE, id, { seconds: REMEMBERED_SECONDS, secure });
}

/** Forgets the hold: the next person at this browser is somebody else. */
export function noHoldCookie(context: Context): string {
  return clearedCookie(COOKIE, context.get(visitContext).publicUrl.startsWith('https:'));
}
