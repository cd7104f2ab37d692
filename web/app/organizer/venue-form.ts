/** What the forms of a venue ask for: its details, and the house its seat map is drawn for. */
import { VenueInput } from '@usher/contracts/catalog-shapes';
import { SEATS_MAX, SeatMapGenerator } from '@usher/contracts/seat-map';
import { z } from 'zod';
import type { FieldNames } from '../words/field-errors.ts';
import { tierKeys, tierNames } from './tier-keys.ts';

const { name, address, city, country, timeZone } = VenueInput.shape;
const TIERS_MAX = 20;

export const DetailsForm = z.object({ name, address, city, country, timeZone });
export type DetailsForm = z.output<typeof DetailsForm>;

export const HouseForm = z.object({
  shape: SeatMapGenerator.shape.shape,
  seats: z.number().int().min(1).max(SEATS_MAX),
  tiers: z
    .string()
    .max(1_000)
    .optional()
    .refine((line) => tierNames(line ?? '').length <= TIERS_MAX, 'must be 20 at most'),
});
export type HouseForm = z.output<typeof HouseForm>;

export const VenueForm = z.object({ ...DetailsForm.shape, ...HouseForm.shape });

export const venueNames: FieldNames = {
  name: 'the venue’s name',
  address: 'the address',
  city: 'the city',
  country: 'the country',
  shape: 'a shape',
  seats: 'the number of places',
  tiers: 'the price tiers',
};

/** What the API draws such a house from. */
export function generatorOf({ shape, seats, tiers }: HouseForm): SeatMapGenerator {
  const keys = tierKeys(tierNames(tiers ?? ''));
  return { shape, seats, ...(keys.length > 0 && { tiers: keys }) };
}
