/** Holding the places of an ended hold anew: all of them, or those that are still free. */
import { type RouterContextProvider, redirect } from 'react-router';
import type { Ask, Data, Refusal } from '../api/ask.ts';
import { paths } from '../paths.ts';
import { holdCookie } from '../seat-map/page/own-hold.server.ts';
import { passFor } from '../waiting-room/pass.ts';

type Hold = Data<'getHold'>;

interface Again {
  readonly request: Request;
  readonly context: Readonly<RouterContextProvider>;
  /** Rendered with the form: pressed twice it is one hold. */
  readonly attempt: string;
}

/** Leads to the details of the new hold, which say what was lost; or tells why there is none. */
export async function takeAgain(ask: Ask, hold: Hold, { request, context, attempt }: Again) {
  // Its own seats would count as taken: a hold that still lives is let go first.
  if (hold.state === 'held') await ask('releaseHold', { params: { id: hold.id } });
  const pass = passFor(hold.eventId, request.headers.get('cookie'));
  const again = await holdAgain(ask, hold, { key: `again-${hold.id}-${attempt}`, pass });
  if ('refusal' in again) return { refusal: again.refusal, reply: undefined, error: undefined };
  const headers = { 'set-cookie': holdCookie(again.hold.id, context) };
  return redirect(`${paths.holdDetails(again.hold.id)}?again=${hold.id}`, { headers });
}

/** The new hold, or why there is none. */
export async function holdAgain(
  ask: Ask,
  hold: Hold,
  { key, pass }: { key: string; pass: string | undefined },
): Promise<{ hold: Hold } | { refusal: Refusal }> {
  const seatIds = hold.items.flatMap((item) => item.seatId ?? []);
  const areas = areasOf(hold);
  const wish = (seats: string[]) => ({
    eventId: hold.eventId,
    ...(seats.length > 0 && { seatIds: seats }),
    ...(areas.length > 0 && { areas }),
    ...(pass !== undefined && { pass }),
  });
  const all = await ask('holdSeats', { key, body: wish(seatIds) });
  if (all.ok) return { hold: all.data };
  const taken = all.refusal.code === 'seats_taken' ? all.refusal.more['seatIds'] : undefined;
  const free = Array.isArray(taken) ? seatIds.filter((id) => !taken.includes(id)) : [];
  if (free.length === 0) return { refusal: all.refusal };
  const rest = await ask('holdSeats', { key: `${key}-rest`, body: wish(free) });
  return rest.ok ? { hold: rest.data } : { refusal: rest.refusal };
}

/** The items of the old hold that the new one lacks. */
export function lostItems(before: Hold, after: Hold): Hold['items'] {
  const kept = after.items.map(placeId);
  return before.items.filter((item) => {
    const at = kept.indexOf(placeId(item));
    if (at < 0) return true;
    kept.splice(at, 1);
    return false;
  });
}

const placeId = (item: Hold['items'][number]): string | undefined => item.seatId ?? item.areaId;

function areasOf(hold: Hold): { areaId: string; quantity: number }[] {
  const counts = new Map<string, number>();
  for (const { areaId } of hold.items) if (areaId !== undefined) counts.set(areaId, (counts.get(areaId) ?? 0) + 1);
  return [...counts].map(([areaId, quantity]) => ({ areaId, quantity }));
}
