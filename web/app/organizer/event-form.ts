/** What the form of an event asks for: the contract's own fields, as people fill them in. */
import { EventInput } from '@usher/contracts/catalog-shapes';
import { LocalDateTime } from '@usher/contracts/ids';
import { Currency } from '@usher/contracts/money';
import { TierKey } from '@usher/contracts/places';
import { z } from 'zod';
import type { FieldNames } from '../words/field-errors.ts';
import { amountOf } from './price-text.ts';

const { name, description, category, venueId, durationMinutes, maxTicketsPerOrder, maxTicketsPerBuyer, waitingRoom } =
  EventInput.shape;

export const TIERS_MAX = 20;

/** What may change at any time, published or not. */
const changeable = {
  name,
  description,
  category,
  salesOpenLocal: LocalDateTime.optional(),
  salesCloseLocal: LocalDateTime.optional(),
  maxTicketsPerOrder: maxTicketsPerOrder.unwrap(),
  /** Empty for no such limit. */
  maxTicketsPerBuyer: maxTicketsPerBuyer.unwrap().unwrap().optional(),
  /** The orphan rule, as a box one ticks. */
  leavesNoSingle: z.boolean().default(false),
  waitingRoom: waitingRoom.unwrap(),
  waitingRoomChallenge: z.boolean().default(false),
  holderNameRequired: z.boolean().default(false),
};

const Tier = z.object({
  /** Empty for a price just added; its key is then made from the name. */
  key: TierKey.optional(),
  name: EventInput.shape.priceTiers.element.shape.name,
  price: z.string(),
});

/** A draft: everything. */
export const DraftForm = z
  .object({
    ...changeable,
    venueId,
    startsAtLocal: LocalDateTime,
    /** Which of the offered times, where the entered one is none or two: entered, chosen, its offset. */
    startsAtChoice: z.string().optional(),
    durationMinutes: durationMinutes.unwrap(),
    currency: Currency,
    priceTiers: z.array(Tier).min(1).max(TIERS_MAX),
  })
  .superRefine(({ currency, priceTiers }, context) => {
    for (const [index, { price }] of priceTiers.entries())
      if (amountOf(price, currency) === undefined)
        context.addIssue({
          code: 'custom',
          path: ['priceTiers', index, 'price'],
          message: 'must be an amount like 45 or 45.50',
        });
  });
export type DraftForm = z.output<typeof DraftForm>;

/** A published event: what nobody relied on when buying. */
export const PublishedForm = z.object(changeable);
export type PublishedForm = z.output<typeof PublishedForm>;

export const eventNames: FieldNames = {
  name: 'the event’s name',
  startsAtLocal: 'the date and time',
  durationMinutes: 'the minutes it lasts',
  salesOpenLocal: 'the time sales open',
  salesCloseLocal: 'the time sales end',
  salesOpenAt: 'the time sales open',
  salesCloseAt: 'the time sales end',
  maxTicketsPerOrder: 'the tickets per order',
  maxTicketsPerBuyer: 'the tickets per buyer',
  currency: 'a currency',
  priceTiers: 'a price',
  ...tierFieldNames(),
};

/** The form's fields as text, as the browser shows and sends them. */
export interface EventValues {
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly venueId: string;
  readonly startsAtLocal: string;
  readonly durationMinutes: string;
  readonly currency: Currency;
  readonly priceTiers: readonly TierValues[];
  readonly salesOpenLocal: string;
  readonly salesCloseLocal: string;
  readonly maxTicketsPerOrder: string;
  readonly maxTicketsPerBuyer: string;
  readonly leavesNoSingle: string;
  readonly waitingRoom: 'off' | 'auto' | 'on';
  readonly waitingRoomChallenge: string;
  readonly holderNameRequired: string;
}
export interface TierValues {
  readonly key: string;
  readonly name: string;
  readonly price: string;
}

/** The rows of prices as the form holds them now, where an empty field is none; undefined while nothing was entered. */
export function rowsOf(value: unknown): TierValues[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map((row: Partial<TierValues> | undefined) => ({
    key: row?.key ?? '',
    name: row?.name ?? '',
    price: row?.price ?? '',
  }));
}

/** So that each of twenty rows says which it is. */
function tierFieldNames(): FieldNames {
  const names: Record<string, string> = {};
  for (let row = 0; row < TIERS_MAX; row += 1) {
    names[`priceTiers.${row}.name`] = `the name of price ${row + 1}`;
    names[`priceTiers.${row}.price`] = `price ${row + 1}`;
  }
  return names;
}
