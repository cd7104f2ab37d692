/** What is written on sections and areas. */
import { SHARE_WORDS, type Share, shareOf } from './level.ts';
import type { Plan, PlanArea } from './plan.ts';
import { areaPasses, type SeatFilter } from './seat-filter.ts';
import type { SectionFigure } from './section-figures.ts';

/** Lines of text; the first `titleLines` are bold. */
export interface LabelVersion {
  readonly lines: readonly string[];
  readonly titleLines: number;
}

/** One place's label in fewer and fewer words; the first version that fits is written. */
export interface PlaceLabel {
  readonly versions: readonly LabelVersion[];
  /** In small letters, when no version fits: the price, else the name with the mark of the tier. */
  readonly price: string | undefined;
  readonly short: string;
  /** What lies beneath the letters; undefined while nothing is known. */
  readonly tier: number | undefined;
  readonly share: Share;
}

/** An area with fewer free places than this says how many. */
const COUNTED_BELOW = 10;

/** A name alone. */
export function plainLabel(name: string): PlaceLabel {
  const short = shortName(name);
  return { versions: [titled(name), titled(short)], price: undefined, short, tier: undefined, share: 'none' };
}

/** Words for a section; without a figure, its name only. */
export function sectionLabel(
  name: string,
  figure: SectionFigure | undefined,
  priceOf: (tier: number) => string,
): PlaceLabel {
  if (!figure) return plainLabel(name);
  const short = shortName(name);
  const share = shareOf(figure.free, figure.count);
  const words = SHARE_WORDS[share];
  const about = { short, tier: figure.main, share };
  if (figure.cheapest === undefined)
    return { versions: [titled(name, words), titled(name), titled(short)], price: undefined, ...about };
  const price = priceOf(figure.cheapest);
  const from = figure.several ? `from ${price}` : price;
  const versions = [titled(name, from, words), titled(name, from), titled(short, from), titled(short, price)];
  return { versions: [...versions, titled(price)], price, ...about };
}

/** Words for an area; `free` is undefined while nothing is known. */
export function areaLabel(area: PlanArea, free: number | undefined, priceOf: (tier: number) => string): PlaceLabel {
  const { name, tier } = area;
  if (free === undefined) return plainLabel(name);
  const share = shareOf(free, area.capacity);
  const words = free >= 1 && free < COUNTED_BELOW ? `${free} left` : SHARE_WORDS[share];
  const about = { short: shortName(name), tier, share };
  const wrapped = wrap(name);
  const inTwo = (...others: string[]) => ({ lines: [...wrapped, ...others], titleLines: wrapped.length });
  if (free === 0)
    return { versions: [titled(name, words), inTwo(words), titled(name), inTwo()], price: undefined, ...about };
  const price = priceOf(tier);
  const versions = [titled(name, price, words), inTwo(price, words), titled(name, price), inTwo(price), titled(price)];
  return { versions, price, ...about };
}

function titled(...lines: string[]): LabelVersion {
  return { lines, titleLines: 1 };
}

/** Free places of each area as the filter sees them. */
export function freeInAreas(plan: Plan, filter: SeatFilter, freeIn: (area: number) => number): number[] {
  return plan.areas.map(({ index }) => (areaPasses(plan, filter, index) ? freeIn(index) : 0));
}

/** A name in two lines, as even as its words allow. */
function wrap(name: string): string[] {
  const words = name.split(' ');
  const lengthTo = (n: number) => words.slice(0, n).join(' ').length;
  const breaks = words.map((_, i) => i).slice(1);
  const best = breaks.sort(
    (a, b) => Math.abs(2 * lengthTo(a) - name.length) - Math.abs(2 * lengthTo(b) - name.length),
  )[0];
  return best === undefined ? [name] : [words.slice(0, best).join(' '), words.slice(best).join(' ')];
}

/** "Block 104" is 104 where there is little room. */
export function shortName(name: string): string {
  const last = name.split(' ').at(-1) ?? name;
  return /\d/.test(last) || last.length <= 2 ? last : name;
}
