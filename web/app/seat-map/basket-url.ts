/** The basket in the address (`?seats=1204-1205&areas=0x2&map=3`) and in a hold request. */
import { type Basket, EMPTY_BASKET } from './basket.ts';
import { type Plan, seatIdOf } from './plan.ts';

const SEPARATOR = '-';
const TIMES = 'x';

/** Writes the basket into the parameters; the other parameters stay. */
export function writeBasket(basket: Basket, plan: Plan, parameters: URLSearchParams): URLSearchParams {
  const written = new URLSearchParams(parameters);
  for (const name of ['seats', 'areas', 'map']) written.delete(name);
  const seats = basket.seats.map(({ seat }) => seat).join(SEPARATOR);
  const areas = basket.areas.map(({ area, quantity }) => `${area}${TIMES}${quantity}`).join(SEPARATOR);
  if (seats !== '') written.set('seats', seats);
  if (areas !== '') written.set('areas', areas);
  if (seats !== '' || areas !== '') written.set('map', String(plan.version));
  return written;
}

/**
 * Reads the basket back. What the map does not have, what is doubled or too much is left out; a basket of another
 * version of the map is `outdated` and empty, since its numbers mean other seats now.
 */
export function readBasket(
  parameters: URLSearchParams,
  plan: Plan,
  maxTickets: number,
): { basket: Basket; outdated: boolean } {
  const written = parameters.has('seats') || parameters.has('areas');
  if (!written) return { basket: EMPTY_BASKET, outdated: false };
  if (parameters.get('map') !== String(plan.version)) return { basket: EMPTY_BASKET, outdated: true };
  const seats = [...new Set(partsOf(parameters.get('seats')).map(wholeNumber))]
    .filter((seat) => seat >= 0 && seat < plan.seatCount)
    .slice(0, maxTickets)
    .map((seat) => ({ seat, lost: false }));
  let left = maxTickets - seats.length;
  const areas: { area: number; quantity: number }[] = [];
  for (const part of partsOf(parameters.get('areas'))) {
    const [area = -1, asked = 0] = part.split(TIMES).map(wholeNumber);
    const quantity = Math.min(asked, left);
    if (!plan.areas[area] || quantity < 1 || areas.some((line) => line.area === area)) continue;
    areas.push({ area, quantity });
    left -= quantity;
  }
  return { basket: { seats, areas }, outdated: false };
}

/** The places of a `POST /api/holds`: everything that is not lost. */
export function holdPlacesOf(
  basket: Basket,
  plan: Plan,
): { seatIds?: string[]; areas?: { areaId: string; quantity: number }[] } {
  const seatIds = basket.seats.filter(({ lost }) => !lost).map(({ seat }) => seatIdOf(plan, seat));
  const areas = basket.areas.flatMap(({ area, quantity }) => {
    const areaId = plan.areas[area]?.id;
    return areaId === undefined ? [] : [{ areaId, quantity }];
  });
  return { ...(seatIds.length > 0 && { seatIds }), ...(areas.length > 0 && { areas }) };
}

function partsOf(text: string | null): string[] {
  return text === null || text === '' ? [] : text.split(SEPARATOR);
}

function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : -1;
}
