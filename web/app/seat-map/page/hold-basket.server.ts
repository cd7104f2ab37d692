/** What *Continue* does: holds everything in the basket, as a guest when nobody is signed in, and goes on to checkout. */
import { redirect, type RouterContextProvider } from 'react-router';
import type { Refusal } from '../../api/ask.ts';
import { apiOf } from '../../api/server.ts';
import { paths } from '../../paths.ts';
import { sessionOf } from '../../session/session.ts';
import { type Hold, holdCookie, ownHoldOf, readLiveHold } from './own-hold.server.ts';

/** What the page hears when there is no hold. */
export interface HoldRefused {
  readonly refusal: Refusal;
  /** The visitor's own hold that stands in the way: in another tab, or with an order already. */
  readonly ownHoldId: string | undefined;
}

interface Wish {
  readonly eventId: string;
  readonly seatIds: readonly string[];
  readonly areas: readonly { readonly areaId: string; readonly quantity: number }[];
  readonly key: string;
  /** The hold the page knows to be the visitor's own, to be given up for this one. */
  readonly replaces: string | undefined;
}

/** Redirects to checkout with the hold, or says why there is none. The same key twice is one hold. */
export async function holdBasket(
  request: Request,
  context: Readonly<RouterContextProvider>,
): Promise<Response | HoldRefused> {
  const wish = readWish(await request.formData());
  if (wish === undefined) return { refusal: unreadable, ownHoldId: undefined };
  const ask = apiOf(context);
  if (wish.replaces !== undefined) {
    const own = await readLiveHold(context, wish.replaces);
    if (own && isSame(own, wish)) return redirect(paths.holdDetails(own.id));
    const released = own && (await ask('releaseHold', { params: { id: own.id } }));
    if (released?.ok === false) return { refusal: released.refusal, ownHoldId: own?.id };
  }
  if (sessionOf(context).viewer === null) {
    const guest = await ask('createGuest');
    if (!guest.ok) return { refusal: guest.refusal, ownHoldId: undefined };
    sessionOf(context).signIn(guest.data);
  }
  const answer = await ask('holdSeats', {
    key: wish.key,
    body: {
      eventId: wish.eventId,
      ...(wish.seatIds.length > 0 && { seatIds: [...wish.seatIds] }),
      ...(wish.areas.length > 0 && { areas: [...wish.areas] }),
    },
  });
  if (answer.ok) {
    const headers = { 'set-cookie': holdCookie(answer.data.id, context) };
    return redirect(paths.holdDetails(answer.data.id), { headers });
  }
  const { refusal } = answer;
  const other = refusal.code === 'seats_taken' ? await ownHoldOf(request, context, wish.eventId) : undefined;
  return { refusal, ownHoldId: other && hasTaken(other, refusal) ? other.id : undefined };
}

/** A number of places a person could mean; more is for seats to refuse, by the event's own limit. */
const QUANTITY = /^[1-9]\d?$/;

/** Undefined for what no basket of ours says: nothing is let go for it. */
function readWish(form: FormData): Wish | undefined {
  const texts = (name: string) => form.getAll(name).filter((value) => typeof value === 'string');
  const text = (name: string) => texts(name)[0] ?? '';
  const areas = texts('area').map((line) => line.split(' '));
  if (!areas.every(([, quantity]) => QUANTITY.test(quantity ?? ''))) return undefined;
  return {
    eventId: text('eventId'),
    seatIds: texts('seat'),
    areas: areas.map(([areaId = '', quantity]) => ({ areaId, quantity: Number(quantity) })),
    key: text('key'),
    replaces: text('replaces') || undefined,
  };
}

const unreadable: Refusal = {
  code: 'invalid_request',
  status: 400,
  detail: undefined,
  errors: [],
  more: {},
  retryAfterSeconds: undefined,
  requestId: undefined,
};

/** Whether the hold has the wished places and no others. */
function isSame(hold: Hold, wish: Wish): boolean {
  const wished = [
    ...wish.seatIds,
    ...wish.areas.flatMap(({ areaId, quantity }) => Array.from<string>({ length: quantity }).fill(areaId)),
  ];
  const held = hold.items.map(({ seatId, areaId }) => seatId ?? areaId ?? '');
  return wished.sort().join() === held.sort().join();
}

function hasTaken(hold: Hold, { more }: Refusal): boolean {
  const taken = Array.isArray(more['seatIds']) ? more['seatIds'] : [];
  return hold.items.some(({ seatId }) => taken.includes(seatId));
}
