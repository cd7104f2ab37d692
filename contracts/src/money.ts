/** Money: an integer number of minor units and an ISO 4217 currency. Never a float, never without its currency. */
import { z } from 'zod';

/** The largest amount anybody may ask for: 10 million in a two-decimal currency. */
export const AMOUNT_MAX = 1_000_000_000;
export const Currency = z.enum([
  'EUR',
  'GBP',
  'USD',
  'CHF',
  'SEK',
  'NOK',
  'DKK',
  'PLN',
  'CZK',
  'JPY',
  'KWD',
  'CAD',
  'AUD',
]);
export type Currency = z.infer<typeof Currency>;
export const Money = z.strictObject({ amount: z.number().int().min(0).max(AMOUNT_MAX), currency: Currency });
export type Money = z.infer<typeof Money>;

/**
 * Adds amounts of one currency. Throws on mixed currencies or an empty list: both are bugs, not refusals.
 */
export function sum(amounts: readonly Money[]): Money {
  const [first, ...rest] = amounts;
  if (!first) throw new Error('money: cannot sum nothing, the currency is unknown');
  return rest.reduce((total, next) => {
    if (next.currency !== total.currency) throw new Error(`money: cannot add ${next.currency} to ${total.currency}`);
    return { amount: total.amount + next.amount, currency: total.currency };
  }, first);
}

/** Multiplies by a whole number of pieces. */
export function times(price: Money, quantity: number): Money {
  if (!Number.isSafeInteger(quantity) || quantity < 0) throw new Error(`money: ${quantity} is not a quantity`);
  return { amount: price.amount * quantity, currency: price.currency };
}

/** A price as people write it in that locale, e.g. `€45.00`. The number of decimals is the currency's own. */
export function formatMoney(price: Money, locale = 'en'): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency: price.currency });
  return format.format(price.amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
