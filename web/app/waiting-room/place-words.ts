/** A place in the line in words that promise no more than is known. */
import { formatNumber, LOCALE } from '../words/format.ts';

const EXACT_BELOW = 100;
const TENS_BELOW = 1_000;

/** Exact below 100, to the nearest 10 below 1,000, else to the nearest 100. */
export function roundPlace(count: number): number {
  if (count < EXACT_BELOW) return count;
  const step = count < TENS_BELOW ? 10 : 100;
  return Math.round(count / step) * step;
}

/** How many there are, as far as it is said: `42`, `about 4,200`. */
export function crowdWords(count: number): string {
  return count < EXACT_BELOW ? formatNumber(count) : `about ${formatNumber(roundPlace(count))}`;
}

/** A place as people say it: `3rd`, `42nd`, `4,200th`. */
function ordinal(place: number): string {
  return `${formatNumber(place)}${endings[ordinalRules.select(place)]}`;
}

/** The figure that stands for a place: `42nd`, `~4,200th`. */
export function placeFigure(place: number): string {
  const isRounded = place >= EXACT_BELOW;
  return `${isRounded ? '~' : ''}${ordinal(roundPlace(place))}`;
}

/** A place in a sentence: `You are next`, `You are 42nd in line`, `You are about 4,200th in line`. */
export function placeSentence(place: number): string {
  if (place <= 1) return 'You are next';
  return `You are ${place < EXACT_BELOW ? '' : 'about '}${ordinal(roundPlace(place))} in line`;
}

const ordinalRules = new Intl.PluralRules(LOCALE, { type: 'ordinal' });
const endings: Readonly<Record<Intl.LDMLPluralRule, string>> = {
  one: 'st',
  two: 'nd',
  few: 'rd',
  many: 'th',
  zero: 'th',
  other: 'th',
};
