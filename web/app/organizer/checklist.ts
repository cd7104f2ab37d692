/** What must be right before an event is published, and what had better be. Pure: the page brings the facts. */
import type { Data } from '../api/ask.ts';
import { paths } from '../paths.ts';
import { formatCount, formatList, formatNumber } from '../words/format.ts';
import { formatEventTime, formatZone } from '../words/format-time.ts';
import { nameOfKey } from './tier-keys.ts';

export interface Check {
  readonly key: string;
  /** `open` keeps the event from being published, `advice` does not. */
  readonly state: 'done' | 'open' | 'advice';
  readonly words: string;
  /** Where to mend it. */
  readonly fix?: { readonly to: string; readonly label: string };
}

interface Facts {
  readonly event: Data<'getEvent'>;
  /** Places of the seat map by tier; null while the venue has none. */
  readonly placesByTier: Readonly<Record<string, number>> | null;
  readonly nowMs: number;
}

/** All checks in the order one would go through them. */
export function checklist(facts: Facts): Check[] {
  return [
    dateCheck(facts),
    ...mapChecks(facts),
    saleCheck(facts),
    limitCheck(facts),
    crowdCheck(facts),
    pictureCheck(facts),
    descriptionCheck(facts),
  ];
}

/** Nothing is left that keeps the event from being published. */
export const isReady = (checks: readonly Check[]): boolean => checks.every(({ state }) => state !== 'open');

const edit = ({ event }: Facts, label: string) => ({ to: paths.organizerEventEdit(event.id), label });

function dateCheck(facts: Facts): Check {
  const { startsAt, timeZone } = facts.event;
  const when = `${formatEventTime(startsAt, timeZone)}, ${formatZone(timeZone)}`;
  return Date.parse(startsAt) > facts.nowMs
    ? { key: 'date', state: 'done', words: `It starts on ${when}.` }
    : { key: 'date', state: 'open', words: `Its date is over: ${when}.`, fix: edit(facts, 'Change the date') };
}

function mapChecks(facts: Facts): Check[] {
  const { event, placesByTier } = facts;
  if (!placesByTier) {
    const fix = { to: paths.organizerVenue(event.venue.id), label: 'Draw the seat map' };
    return [{ key: 'map', state: 'open', words: `${event.venue.name} has no seat map yet.`, fix }];
  }
  const places = Object.values(placesByTier).reduce((sum, count) => sum + count, 0);
  const priced = new Set(event.priceTiers.map(({ key }) => key));
  const unpriced = Object.keys(placesByTier).filter((key) => !priced.has(key));
  const unused = event.priceTiers.filter(({ key }) => !placesByTier[key]);
  const map: Check = { key: 'map', state: 'done', words: `The seat map has ${formatNumber(places)} places.` };
  const price: Check =
    unpriced.length > 0
      ? {
          key: 'prices',
          state: 'open',
          words: `Parts of the seat map have no price: ${formatList(unpriced.map(nameOfKey))}.`,
          fix: edit(facts, 'Set the prices'),
        }
      : { key: 'prices', state: 'done', words: 'Every place has a price.' };
  if (unused.length === 0) return [map, price];
  const names = formatList(unused.map(({ name }) => name));
  const words =
    unused.length === 1 ? `No place sells at the price ${names}.` : `No place sells at the prices ${names}.`;
  return [map, price, { key: 'unused', state: 'advice', words, fix: edit(facts, 'Change the prices') }];
}

function saleCheck(facts: Facts): Check {
  const { salesOpenAt, salesCloseAt, startsAt, timeZone } = facts.event;
  const fix = edit(facts, 'Change the sale');
  const [opens, closes] = [Date.parse(salesOpenAt), Date.parse(salesCloseAt)];
  if (closes <= opens || closes <= facts.nowMs)
    return { key: 'sale', state: 'open', words: 'The sale is over before it can begin.', fix };
  if (closes > Date.parse(startsAt))
    return { key: 'sale', state: 'advice', words: 'The sale goes on after the event has started.', fix };
  const opening = opens <= facts.nowMs ? 'as soon as you publish' : `on ${formatEventTime(salesOpenAt, timeZone)}`;
  return {
    key: 'sale',
    state: 'done',
    words: `Sales open ${opening} and end on ${formatEventTime(salesCloseAt, timeZone)}.`,
  };
}

function limitCheck(facts: Facts): Check {
  const { maxTicketsPerOrder: perOrder, maxTicketsPerBuyer: perBuyer, orphanRule } = facts.event;
  const single = orphanRule === 'on' ? ' Nobody may leave a single empty seat.' : '';
  if (perBuyer === null)
    return { key: 'limit', state: 'done', words: `One order takes up to ${formatCount(perOrder, 'ticket')}.${single}` };
  const words = `One buyer may have up to ${formatCount(perBuyer, 'ticket')}`;
  return perBuyer < perOrder
    ? {
        key: 'limit',
        state: 'advice',
        words: `${words}, but an order offers ${formatNumber(perOrder)}.${single}`,
        fix: edit(facts, 'Change the limits'),
      }
    : { key: 'limit', state: 'done', words: `${words}, ${formatNumber(perOrder)} per order.${single}` };
}

function crowdCheck(facts: Facts): Check {
  const { waitingRoom, waitingRoomChallenge, salesOpenAt } = facts.event;
  const bots = waitingRoomChallenge ? ' Joining takes some work by the device.' : '';
  if (waitingRoom === 'off')
    return { key: 'crowd', state: 'done', words: 'Everybody goes straight to the seats: there is no waiting room.' };
  if (waitingRoom === 'auto')
    return { key: 'crowd', state: 'done', words: `The waiting room opens by itself when too many come.${bots}` };
  if (Date.parse(salesOpenAt) <= facts.nowMs)
    return {
      key: 'crowd',
      state: 'advice',
      words: `The waiting room is on, but sales open at once, so nobody can join before and there is no draw.${bots}`,
      fix: edit(facts, 'Set when sales open'),
    };
  return {
    key: 'crowd',
    state: 'done',
    words: `The waiting room is on: who joins before sales open takes part in the draw.${bots}`,
  };
}

function pictureCheck(facts: Facts): Check {
  const to = `${paths.organizerEventEdit(facts.event.id)}#picture`;
  return facts.event.imageUrl === null
    ? { key: 'picture', state: 'advice', words: 'It has no picture yet.', fix: { to, label: 'Add a picture' } }
    : { key: 'picture', state: 'done', words: 'It has a picture.' };
}

function descriptionCheck(facts: Facts): Check {
  return facts.event.description.trim() === ''
    ? { key: 'description', state: 'advice', words: 'It has no description yet.', fix: edit(facts, 'Write one') }
    : { key: 'description', state: 'done', words: 'It has a description.' };
}
