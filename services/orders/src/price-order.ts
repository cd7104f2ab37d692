/**
 * What an order costs: the one pure function that quote, order and refund share. Every line stores
 * its full breakdown, so that nobody ever has to work a price out again. Fees, discounts and tax
 * have their places in the sum and are zero until an organization sets them.
 */
import { type Money, sum } from '@usher/contracts/money';

export interface PricedLine {
  readonly unitPrice: Money;
  readonly fee: Money;
  readonly discount: Money;
  readonly tax: Money;
  readonly total: Money;
}

/** Prices places, one line each. Throws on a mix of currencies: an event has one. */
export function priceOrder(prices: readonly Money[]): { lines: PricedLine[]; total: Money } {
  const lines = prices.map((unitPrice) => {
    const nothing: Money = { amount: 0, currency: unitPrice.currency };
    return { unitPrice, fee: nothing, discount: nothing, tax: nothing, total: unitPrice };
  });
  return { lines, total: sum(lines.map((line) => line.total)) };
}
