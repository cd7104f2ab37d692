/** What the row *Find seats* asks for, as its form sends it; the same words without script. */

export interface FindWish {
  readonly quantity: number;
  /** Keys of the tiers that will do, the best first; none means any. */
  readonly tiers: readonly string[];
  /** At least one of the seats is for a wheelchair. */
  readonly accessible: boolean;
}

/** Places that were held for the buyer and shown: their ids. */
export type Offer = readonly string[];

/** After so many offers the buyer is better served by the map. */
export const OFFERS_MAX = 5;

const QUANTITY = /^[1-9]\d?$/;
const BETWEEN = ' ';

/** Reads the wish; undefined when the form is none of ours. */
export function readFindWish(form: FormData): FindWish | undefined {
  const quantity = textOf(form, 'quantity');
  if (!QUANTITY.test(quantity)) return undefined;
  return {
    quantity: Number(quantity),
    tiers: partsOf(textOf(form, 'tiers')),
    accessible: textOf(form, 'accessible') === 'yes',
  };
}

/** Reads what was offered before. */
export function readOffers(form: FormData): Offer[] {
  return form.getAll('offer').flatMap((value) => (typeof value === 'string' ? [partsOf(value)] : []));
}

/** How the seats that were offered last lie to each other. */
export function readArrangement(form: FormData): Arrangement | undefined {
  return arrangements.find((name) => name === textOf(form, 'arrangement'));
}

const arrangements = ['together', 'adjacent_rows', 'split'] as const;
type Arrangement = (typeof arrangements)[number];

/** Tiers or seats as one value of a form. */
export function formValue(parts: readonly string[]): string {
  return parts.join(BETWEEN);
}

/** One text field of a form; empty when it is not there. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

function partsOf(text: string): string[] {
  return text.split(BETWEEN).filter((part) => part !== '');
}
