/** What *Continue* does: holds everything in the basket, as a guest when nobody is signed in, and goes on to checkout. */
import { redirect, type RouterContextProvider } from 'react-router';
import type { Refusal } from '../../api/ask.ts';
import { apiOf } from '../../api/server.ts';
import { paths } from '../../paths.ts';
import { passFor } from '../../waiting-room/pass.ts';
import { becomeGuest } from './become-guest.server.ts';
import { textOf } from './find-wish.ts';
import { type Hold, holdCookie, ownHoldOf, readLiveHold } from './own-hold.server.ts';
import { unreadable } from './unreadable.ts';
import { queueOf } from './way-to-queue.server.ts';

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

interface Call {
  readonly request: Request;
  readonly context: Readonly<RouterContextProvider>;
  readonly slug: string;
}

/**
 * Redirects to checkout with the hold, or says why there is none. The same key twice is one hold. Where one has to queue
 * first, it redirects to the waiting room.
 */
export async function holdBasket({ request, context, slug }: Call, form: FormData): Promise<Response | HoldRefused> {
  const wish = readWish(form);
  if (wish === undefined) return { refusal: unreadable, ownHoldId: undefined };
  const ask = apiOf(context);
  if (wish.replaces !== undefined) {
    const own = await readLiveHold(context, wish.replaces);
    if (own && isSame(own, wish)) return redirect(paths.holdDetails(own.id));
    const released = own && (await ask('releaseHold', { params: { id: own.id } }));
    if (released?.ok === false) return { refusal: released.refusal, ownHoldId: own?.id };
  }
  const noGuest = await becomeGuest(context);
  if (noGuest) return { refusal: noGuest, ownHoldId: undefined };
  const pass = passFor(wish.eventId, request.headers.get('cookie'));
  const answer = await ask('holdSeats', {
    key: wish.key,
    body: {
      eventId: wish.eventId,
      ...(wish.seatIds.length > 0 && { seatIds: [...wish.seatIds] }),
      ...(wish.areas.length > 0 && { areas: [...wish.areas] }),
      ...(pass !== undefined && { pass }),
    },
  });
  if (answer.ok) {
    const headers = { 'set-cookie': holdCookie(answer.data.id, context) };
    return redirect(paths.holdDetails(answer.data.id), { headers });
  }
  const { refusal } = answer;
  if (refusal.code === 'queue_required') return redirect(queueOf(slug, form));
  const other = refusal.code === 'seats_taken' ? await ownHoldOf(request, context, wish.eventId) : undefined;
  return { refusal, ownHoldId: other && hasTaken(other, refusal) ? other.id : undefined };
}

/** A number of places a person could mean; more is for seats to refuse, by the event's own limit. */
const QUANTITY = /^[1-9]\d?$/;

/** Undefined for what no basket of ours says: nothing is let go for it. */
function readWish(form: FormData): Wish | undefined {
  const texts = (name: string) => form.getAll(name).filter((value) => typeof value === 'string');
  const areas = texts('area').map((line) => line.split(' '));
  if (!areas.every(([, quantity]) => QUANTITY.test(quantity ?? ''))) return undefined;
  return {
    eventId: textOf(form, 'eventId'),
    seatIds: texts('seat'),
    areas: areas.map(([areaId = '', quantity]) => ({ areaId, quantity: Number(quantity) })),
    key: textOf(form, 'key'),
    replaces: textOf(form, 'replaces') || undefined,
  };
}

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
