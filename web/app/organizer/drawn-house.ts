/** The house a map was just drawn for, as the address of the venue's page carries it for a moment. */
import { isShape } from './house-shapes.ts';
import type { HouseForm } from './venue-form.ts';

/** Null when the address says nothing of it, or nonsense. */
export function drawnHouse(search: URLSearchParams): HouseForm | null {
  const shape = search.get('shape') ?? '';
  const seats = Number(search.get('seats'));
  if (!isShape(shape) || !Number.isInteger(seats) || seats < 1) return null;
  return { shape, seats, tiers: (search.get('tiers') ?? '').slice(0, 1_000) };
}
