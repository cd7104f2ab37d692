/**
 * How money, dates and counts are written, everywhere. Server and browser use the same locale and the event's own time
 * zone, so that both write the same text and nothing changes when the page wakes up.
 */
import type { Money } from '@usher/contracts/money';

/** The language sentences and figures are written in. */
export const LOCALE = 'en-GB';

/** An amount with its currency and all of the currency's own digits: `€45.00`, `¥4,500`, `KWD 12.500`. */
export function formatMoney(price: Money): string {
  const format = moneyFormat(price.currency, false);
  return format.format(inMajorUnits(price, format));
}

/** An amount for a card: the digits after the point are left out when they are all zero. */
export function formatMoneyShort(price: Money): string {
  const format = moneyFormat(price.currency, true);
  return format.format(inMajorUnits(price, format));
}

/** The lowest of several prices, or the price when it is the only one. */
export function formatMoneyFrom(price: Money): string {
  return price.amount === 0 ? 'Free' : `from ${formatMoneyShort(price)}`;
}

/** A whole number with its noun: `1 ticket`, `1,204 seats`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${pluralRules().select(count) === 'one' ? one : many}`;
}

/** A number with its thousands set apart. */
export function formatNumber(value: number): string {
  return numberFormat().format(value);
}

/** A share of a whole, `0.412` as `41%`. */
export function formatShare(share: number): string {
  return new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** Things in a sentence: `12, 13 and 14`. */
export function formatList(things: readonly string[]): string {
  return new Intl.ListFormat(LOCALE, { type: 'conjunction' }).format(things);
}

/** A length of time in minutes and seconds, as a clock shows it: `4:32`. */
export function formatCountdown(seconds: number): string {
  const left = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  const rest = String(left % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** How long ago or ahead, in the largest fitting unit: `2 hours ago`, `in 3 days`. */
export function formatRelative(seconds: number): string {
  const format = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });
  const [unit, size] = relativeUnits.find(([, each]) => Math.abs(seconds) >= each) ?? (['second', 1] as const);
  return format.format(Math.round(seconds / size), unit);
}

const relativeUnits = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

function inMajorUnits(price: Money, format: Intl.NumberFormat): number {
  return price.amount / 10 ** digitsOf(price.currency, format);
}

/** A shortened format still resolves to the currency's digits as its maximum. */
function digitsOf(currency: string, format: Intl.NumberFormat): number {
  return format.resolvedOptions().maximumFractionDigits ?? (currency === 'JPY' ? 0 : 2);
}

/** Formats are made once each: making one costs more than using it a thousand times. */
const made = new Map<string, unknown>();

function once<Format>(key: string, make: () => Format): Format {
  const known = made.get(key) as Format | undefined;
  if (known !== undefined) return known;
  const format = make();
  made.set(key, format);
  return format;
}

const pluralRules = () => once('plural', () => new Intl.PluralRules(LOCALE));
const numberFormat = () => once('number', () => new Intl.NumberFormat(LOCALE));

function moneyFormat(currency: string, short: boolean): Intl.NumberFormat {
  return once(`${currency} ${String(short)}`, () => {
    const stripped = { trailingZeroDisplay: 'stripIfInteger' as const };
    const shown = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
    return new Intl.NumberFormat(LOCALE, { ...shown, ...(short && stripped) });
  });
}
