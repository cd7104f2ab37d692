/** An event between the API and its form. */
import type { Data, Refusal } from '../api/ask.ts';
import type { DraftForm, EventValues, PublishedForm, TierValues } from './event-form.ts';
import type { EventMap } from './event-map.server.ts';
import { instantAt, localAt } from './local-time.server.ts';
import type { StartQuestion } from './place-fields.tsx';
import { amountOf, priceText } from './price-text.ts';
import { keysOfRows } from './tier-keys.ts';
import { unpricedRows } from './unpriced-rows.ts';

type Event = Data<'getEvent'>;
const MINUTE_MS = 60_000;

/** A new draft before anything is entered. */
export const emptyValues: EventValues = {
  name: '',
  description: '',
  category: '',
  venueId: '',
  startsAtLocal: '',
  durationMinutes: '150',
  currency: 'EUR',
  priceTiers: [{ key: '', name: 'Standard', price: '' }],
  salesOpenLocal: '',
  salesCloseLocal: '',
  maxTicketsPerOrder: '8',
  maxTicketsPerBuyer: '',
  leavesNoSingle: '',
  waitingRoom: 'off',
  waitingRoomChallenge: '',
  holderNameRequired: '',
};

/** An event as its form shows it. Parts of the seat map that have no price yet get an empty one to fill in. */
export function valuesOf(event: Event, map: EventMap | null, nowMs: number): EventValues {
  const priced = tierValues(event);
  const opensAtOnce = event.status === 'draft' && Date.parse(event.salesOpenAt) <= nowMs;
  return {
    name: event.name,
    description: event.description,
    category: event.category,
    venueId: event.venue.id,
    startsAtLocal: event.startsAtLocal,
    durationMinutes: String((Date.parse(event.endsAt) - Date.parse(event.startsAt)) / MINUTE_MS),
    currency: currencyOf(event),
    priceTiers: [...priced, ...unpricedRows(Object.keys(map?.placesByTier ?? {}), priced)],
    salesOpenLocal: opensAtOnce ? '' : localAt(event.salesOpenAt, event.timeZone),
    // Sales that end with the start are not written out: they move with it.
    salesCloseLocal: event.salesCloseAt === event.startsAt ? '' : localAt(event.salesCloseAt, event.timeZone),
    maxTicketsPerOrder: String(event.maxTicketsPerOrder),
    maxTicketsPerBuyer: event.maxTicketsPerBuyer === null ? '' : String(event.maxTicketsPerBuyer),
    leavesNoSingle: event.orphanRule === 'on' ? 'on' : '',
    waitingRoom: event.waitingRoom,
    waitingRoomChallenge: event.waitingRoomChallenge ? 'on' : '',
    holderNameRequired: event.holderNameRequired ? 'on' : '',
  };
}

/** The prices of an event as rows of the form. */
export function tierValues({ priceTiers }: Pick<Event, 'priceTiers'>): TierValues[] {
  return priceTiers.map(({ key, name, price }) => ({ key, name, price: priceText(price) }));
}

export function currencyOf({ priceTiers, priceFrom }: Pick<Event, 'priceTiers' | 'priceFrom'>) {
  return priceTiers[0]?.price.currency ?? priceFrom.currency;
}

/** Where and when: what of the body depends on the venue's clock. */
interface Clocked {
  readonly timeZone: string;
  /** The event as it is, when it is being changed. */
  readonly before?: Event | undefined;
  readonly nowMs: number;
}

type FieldFaults = Record<string, string[]>;

/** The body for a draft, or what is wrong with its times. */
export function draftBody(form: DraftForm, clocked: Clocked) {
  const begins = startOf(form);
  const start = instantAt(begins.startsAtLocal, clocked.timeZone);
  const { faults, times } = saleTimes(form, { ...clocked, start });
  if (faults) return { faults };
  const keys = keysOfRows(form.priceTiers);
  const priceTiers = form.priceTiers.map(({ name, price }, index) => ({
    key: keys[index] ?? '',
    name,
    price: { amount: amountOf(price, form.currency) ?? 0, currency: form.currency },
  }));
  const { venueId, durationMinutes } = form;
  return { body: { ...words(form), ...times, ...begins, venueId, durationMinutes, priceTiers } };
}

/** The body for a published event, or what is wrong with its times. */
export function publishedBody(form: PublishedForm, clocked: Clocked & { readonly before: Event }) {
  const { faults, times } = saleTimes(form, { ...clocked, start: clocked.before.startsAt });
  return faults ? { faults } : { body: { ...words(form), ...times } };
}

/** What to ask about a start the API refused: it does not exist, or exists twice. Null for any other refusal. */
export function startQuestion({ code, more }: Refusal, local: string): StartQuestion | null {
  const choices = code === 'local_time_invalid' ? more['choices'] : undefined;
  if (!Array.isArray(choices) || choices.length === 0) return null;
  return { local, isTwice: more['fault'] === 'overlap', choices: choices as StartQuestion['choices'] };
}

/** A choice counts only for the time it was an answer to. */
function startOf({ startsAtLocal, startsAtChoice }: DraftForm): { startsAtLocal: string; startsAtOffset?: string } {
  const [asked, local, offset] = startsAtChoice?.split(' ') ?? [];
  if (asked !== startsAtLocal || !local || !offset) return { startsAtLocal };
  return { startsAtLocal: local, startsAtOffset: offset };
}

function words(form: PublishedForm) {
  const { name, description = '', category, maxTicketsPerOrder, holderNameRequired } = form;
  const { maxTicketsPerBuyer = null, leavesNoSingle, waitingRoom, waitingRoomChallenge } = form;
  return {
    ...{ name, description, category, maxTicketsPerOrder, maxTicketsPerBuyer, holderNameRequired },
    orphanRule: leavesNoSingle ? ('on' as const) : ('off' as const),
    ...{ waitingRoom, waitingRoomChallenge },
  };
}

/** An emptied field means "now" for the opening and "with the start" for the end. */
function saleTimes(
  { salesOpenLocal, salesCloseLocal }: PublishedForm,
  { timeZone, before, nowMs, start }: Clocked & { readonly start: string | undefined },
): { faults?: FieldFaults; times?: { salesOpenAt?: string; salesCloseAt?: string } } {
  const opens = readTime(salesOpenLocal, timeZone, before && new Date(nowMs).toISOString());
  const wasOwn = before !== undefined && before.salesCloseAt !== before.startsAt;
  const closes = readTime(salesCloseLocal, timeZone, wasOwn ? start : undefined);
  const faults: Record<string, string[]> = {};
  if (opens === 'no such time') faults['salesOpenLocal'] = [clocksChange];
  if (closes === 'no such time') faults['salesCloseLocal'] = [clocksChange];
  const isBackwards = opens !== undefined && closes !== undefined && Date.parse(closes) <= Date.parse(opens);
  if (isBackwards) faults['salesCloseLocal'] = ['Sales must end after they open'];
  if (Object.keys(faults).length > 0) return { faults };
  // A minute's field cannot show the seconds the API keeps: an untouched time stays exactly what it was.
  const same = (instant: string | undefined, kept: string | undefined) =>
    instant !== undefined && kept !== undefined && localAt(kept, timeZone) === localAt(instant, timeZone);
  return {
    times: {
      ...(opens !== undefined && !same(opens, before?.salesOpenAt) && { salesOpenAt: opens }),
      ...(closes !== undefined && !same(closes, before?.salesCloseAt) && { salesCloseAt: closes }),
    },
  };
}

const clocksChange = 'The clocks change then: choose a time an hour earlier or later';

function readTime(local: string | undefined, timeZone: string, empty: string | undefined): string | undefined {
  return local === undefined ? empty : (instantAt(local, timeZone) ?? 'no such time');
}
