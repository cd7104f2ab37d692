/** The one extension of a hold: whether it is still to be had, how long it is, and taking it. */
import type { Ask, Data, Refusal } from '../api/ask.ts';
import { cookiesOf } from '../session/cookies.ts';

/** Remembers which hold was extended: the API says so only to who asks for more once again. */
const COOKIE = 'usher-extended';

/** What may be offered for a hold, or undefined when its extension is used. */
export function extensionOf(
  request: Request,
  hold: { readonly id: string; readonly expiresAt: string; readonly wasPaying?: boolean },
): { seconds: number | undefined } | undefined {
  if (cookiesOf(request).get(COOKIE) === hold.id) return undefined;
  // A declined payment may have moved the end, which then says nothing about how long a hold is.
  if (hold.wasPaying === true) return { seconds: undefined };
  return { seconds: Math.round((Date.parse(hold.expiresAt) - madeAtMs(hold.id)) / 1000) };
}

/** Asks for more time. Gives the refusal, if any, and the cookie that ends the offer. */
export async function extend(
  ask: Ask,
  hold: Pick<Data<'getHold'>, 'id'>,
  secure: boolean,
): Promise<{ refusal: Refusal | null; cookie: string | undefined }> {
  const extended = await ask('extendHold', { params: { id: hold.id } });
  const refusal = extended.ok ? null : extended.refusal;
  const isUsed = refusal === null || refusal.code === 'already_extended';
  const cookie = `${COOKIE}=${hold.id}; Path=/checkout; Max-Age=7200; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return { refusal, cookie: isUsed ? cookie : undefined };
}

/** Ids are made of the time they were made at: their first 48 bits are its milliseconds. */
function madeAtMs(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}
