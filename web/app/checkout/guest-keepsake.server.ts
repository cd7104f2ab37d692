/**
 * A guest who logs in on the way to paying becomes somebody else, whose the seats are not. The guest's token is kept
 * in a cookie that only checkout receives; whoever comes back logged in and with it takes the hold along.
 */
import type { RouterContextProvider } from 'react-router';
import { apiOf } from '../api/server.ts';
import { cookiesOf, cookieText } from '../session/cookies.ts';
import { sessionOf } from '../session/session.ts';
import { visitContext } from '../visit.ts';

const COOKIE = 'usher-guest-hold';
const KEPT_SECONDS = 1800;

interface Call {
  readonly request: Request;
  readonly context: Readonly<RouterContextProvider>;
}

/** The cookie to set for a guest who looks at this hold; nothing for anybody else, or when it is set already. */
export function keepsakeCookie({ request, context }: Call, holdId: string): string | undefined {
  const { viewer, accessToken } = sessionOf(context);
  if (viewer?.role !== 'guest' || accessToken === undefined) return undefined;
  const value = `${holdId}~${accessToken}`;
  return cookiesOf(request).get(COOKIE) === value ? undefined : textOf(context, value, KEPT_SECONDS);
}

/** Takes the hold of the guest one was before logging in. Gives what became whose, or undefined when nothing did. */
export async function takeHoldAlong({ request, context }: Call) {
  const { viewer } = sessionOf(context);
  const [holdId, guestToken] = cookiesOf(request).get(COOKIE)?.split('~') ?? [];
  if (viewer === null || viewer.role === 'guest' || holdId === undefined || guestToken === undefined) return undefined;
  const moved = await apiOf(context)('transferHold', { params: { id: holdId }, body: { guestToken } });
  return moved.ok ? { ...moved.data, cookie: textOf(context, '', 0) } : undefined;
}

/** Forgets the guest's token: the next person at this browser is somebody else. */
export const noKeepsake = (context: Call['context']): string => textOf(context, '', 0);

function textOf(context: Call['context'], value: string, seconds: number): string {
  const secure = context.get(visitContext).publicUrl.startsWith('https:');
  return cookieText(COOKIE, value, { seconds, secure }).replace('Path=/;', 'Path=/checkout;');
}
