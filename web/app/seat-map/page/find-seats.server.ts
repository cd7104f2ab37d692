/**
 * *Find seats* and *Other seats*: the best that are left, held before they are shown. The next offer is held first and
 * the old one let go then; the other way round the same seats would come back, and somebody else might have them by then.
 */
import { data, redirect, type RouterContextProvider } from 'react-router';
import type { Answered, Ask, Refusal } from '../../api/ask.ts';
import { apiOf } from '../../api/server.ts';
import { passFor } from '../../waiting-room/pass.ts';
import { becomeGuest } from './become-guest.server.ts';
import { type FindWish, type Offer, readArrangement, readFindWish, readOffers, textOf } from './find-wish.ts';
import { type Hold, holdCookie, noHoldCookie, readLiveHold } from './own-hold.server.ts';
import { unreadable } from './unreadable.ts';
import { queueOf } from './way-to-queue.server.ts';

/** What the page hears: seats that are held now, or why there are none. With both, the ones offered before are still held. */
export interface FindAnswer {
  readonly wish: FindWish | undefined;
  readonly found: { readonly hold: Hold; readonly offers: readonly Offer[] } | undefined;
  readonly refusal: Refusal | undefined;
}

interface Call {
  readonly request: Request;
  readonly context: Readonly<RouterContextProvider>;
  readonly slug: string;
}

/** Holds what the form asks for and says what it is. A hold of the visitor's that the form names is given up for it. */
export async function findSeats({ request, context, slug }: Call, form: FormData) {
  const wish = readFindWish(form);
  const eventId = textOf(form, 'eventId');
  if (wish === undefined) return { wish, found: undefined, refusal: unreadable } satisfies FindAnswer;
  const old = await oldHold(context, form);
  const offers = readOffers(form);
  const refusal = await becomeGuest(context);
  if (refusal) return answerOf(wish, { refusal, old, offers });

  const pass = passFor(eventId, request.headers.get('cookie'));
  const asking: Asking = { ask: apiOf(context), eventId, wish, pass, key: keyOf(form, wish, offers) };
  const answer = await holdUnseen(asking, offers);
  if (!answer.ok && answer.refusal.code === 'queue_required') return redirect(queueOf(slug, form));
  if (!answer.ok) return answerOf(wish, { refusal: answer.refusal, old, offers });

  const released = old && (await asking.ask('releaseHold', { params: { id: old.id } }));
  if (released?.ok === false) {
    // The old seats have an order already: two sets of seats are not what was asked for.
    await asking.ask('releaseHold', { params: { id: answer.data.id } });
    return answerOf(wish, { refusal: released.refusal, old, offers });
  }
  const found = { hold: answer.data, offers: [...offers, placesOf(answer.data)] };
  const headers = { 'set-cookie': holdCookie(answer.data.id, context) };
  return data({ wish, found, refusal: undefined } satisfies FindAnswer, { headers });
}

/** Gives the seats back that were found. */
export async function letGo({ context }: Pick<Call, 'context'>, form: FormData) {
  const answer = await apiOf(context)('releaseHold', { params: { id: textOf(form, 'replaces') } });
  const refusal = answer.ok ? undefined : answer.refusal;
  const headers = answer.ok ? { 'set-cookie': noHoldCookie(context) } : {};
  return data({ wish: undefined, found: undefined, refusal } satisfies FindAnswer, { headers });
}

interface Asking {
  readonly ask: Ask;
  readonly eventId: string;
  readonly wish: FindWish;
  readonly pass: string | undefined;
  readonly key: string;
}

/**
 * The best seats that were not offered before. Seats offered earlier are free again and may be the best once more: they
 * are held meanwhile, so that the next question has another answer.
 */
async function holdUnseen(asking: Asking, offers: readonly Offer[]): Promise<Answered<Hold>> {
  const passedOver: Hold[] = [];
  let answer = await holdBest(asking, 0);
  while (answer.ok && isAmong(offers, answer.data) && passedOver.length < offers.length) {
    passedOver.push(answer.data);
    answer = await holdBest(asking, passedOver.length);
  }
  // Places of an area are all alike: there is no other offer among them.
  if (answer.ok && isAmong(offers, answer.data)) {
    passedOver.push(answer.data);
    answer = { ok: false, refusal: { ...unreadable, code: 'not_enough_seats', status: 409 } };
  }
  await Promise.all(passedOver.map(({ id }) => asking.ask('releaseHold', { params: { id } })));
  return answer;
}

/** Of several tiers the first that has enough: each is a question of its own. */
async function holdBest({ ask, eventId, wish, pass, key }: Asking, round: number): Promise<Answered<Hold>> {
  const hold = (tierKey: string | undefined) =>
    ask('holdSeats', {
      key: `${key}-${round}-${tierKey ?? 'any'}`,
      body: {
        eventId,
        bestAvailable: {
          quantity: wish.quantity,
          ...(tierKey !== undefined && { tierKey }),
          ...(wish.accessible && { accessible: true }),
        },
        ...(pass !== undefined && { pass }),
      },
    });
  const [first, ...others] = wish.tiers;
  let answer = await hold(first);
  for (const tierKey of others) {
    if (answer.ok || answer.refusal.code !== 'not_enough_seats') break;
    answer = await hold(tierKey);
  }
  return answer;
}

/** The same press again, after a reply that was lost, is the same question. */
function keyOf(form: FormData, { quantity, tiers, accessible }: FindWish, offers: readonly Offer[]): string {
  const attempt = textOf(form, 'attempt').replace(/\W/g, '');
  return ['find', attempt, quantity, ...tiers, accessible ? 'w' : '', offers.length].join('-').slice(0, 150);
}

async function oldHold(context: Call['context'], form: FormData): Promise<Hold | undefined> {
  const replaces = textOf(form, 'replaces');
  const hold = replaces === '' ? undefined : await readLiveHold(context, replaces);
  const arrangement = readArrangement(form);
  return hold && arrangement ? { ...hold, arrangement } : hold;
}

/** Nothing new, but what was offered before stays the buyer's. */
function answerOf(
  wish: FindWish,
  { refusal, old, offers }: { refusal: Refusal; old: Hold | undefined; offers: readonly Offer[] },
): FindAnswer {
  const isOffered = old !== undefined && isAmong(offers, old);
  return { wish, found: isOffered ? { hold: old, offers } : undefined, refusal };
}

function isAmong(offers: readonly Offer[], hold: Hold): boolean {
  const seats = placesOf(hold).sort().join();
  return offers.some((offer) => [...offer].sort().join() === seats);
}

const placesOf = ({ items }: Hold): string[] => items.map(({ seatId, areaId }) => seatId ?? areaId ?? '');
