/** Prices as organisers type them, `45`, `45.5` or `45,50`, and the minor units the API counts in. */
import { AMOUNT_MAX, type Money } from '@usher/contracts/money';
import { LOCALE } from '../words/format.ts';

/** The amount in minor units, or undefined when it is no price of that currency. */
export function amountOf(text: string, currency: Money['currency']): number | undefined {
  const digits = digitsOf(currency);
  const match = /^(\d{1,9})(?:[.,](\d*))?$/.exec(text.replace(/\s/g, ''));
  if (!match) return undefined;
  const [, whole = '', part = ''] = match;
  if (part.length > digits) return undefined;
  const amount = Number(whole + part.padEnd(digits, '0'));
  return amount <= AMOUNT_MAX ? amount : undefined;
}

/** A price for its field: `45.00`, with the currency's own digits. */
export function priceText({ amount, currency }: Money): string {
  const digits = digitsOf(currency);
  const text = String(amount).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function digitsOf(currency: Money['currency']): number {
  return new Intl.NumberFormat(LOCALE, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
