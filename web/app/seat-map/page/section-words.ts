/** A section or area in a sentence. */
import { formatCount, formatMoney } from '../../words/format.ts';
import type { LiveSeats } from '../live-seats.ts';
import type { Plan } from '../plan.ts';
import type { Spot } from './cursor-moves.ts';
import { areaLeftWords } from './seat-words.ts';

/** "Block 104, 212 seats free from €38.50". */
export function sectionWords(plan: Plan, live: LiveSeats, section: number): string {
  const name = plan.sections[section]?.name ?? '';
  const cheapest = plan.tiers[live.cheapestIn(section) ?? -1]?.price;
  if (!cheapest) return `${name}, none left`;
  return `${name}, ${formatCount(live.freeInSection(section), 'seat')} free from ${formatMoney(cheapest)}`;
}

/** "Dance Floor, standing, €34.00, more than 50 places left". */
function areaWords(plan: Plan, live: LiveSeats, area: number): string {
  const { name = '', tier = 0 } = plan.areas[area] ?? {};
  const price = plan.tiers[tier]?.price;
  const left = areaLeftWords(live.freeInArea(area));
  return `${name}, no numbered seats, ${price ? `${formatMoney(price)}, ` : ''}${left}`;
}

/** Whichever of the two it is. */
export function spotWords(plan: Plan, live: LiveSeats, spot: Spot): string {
  return spot.kind === 'section' ? sectionWords(plan, live, spot.index) : areaWords(plan, live, spot.index);
}
