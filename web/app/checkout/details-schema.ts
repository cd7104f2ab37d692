/** What the buyer fills in: who buys, and who comes where the event asks for names. */
import { BuyerInput, nameInput } from '@usher/contracts/people';
import { z } from 'zod';
import type { FieldNames } from '../words/field-errors.ts';

interface Asked {
  /** One name per place whose holder is asked for; empty where nobody is. */
  readonly places: readonly string[];
  /** The buyer takes the first place, so its name is not asked twice. */
  readonly isBuyerFirst: boolean;
}

/** The form's shape; attendees are keyed so that the message of each stays with its place. */
export function detailsSchema({ places, isBuyerFirst }: Asked) {
  const keys = places.map((_place, i) => attendeeKey(i)).slice(isBuyerFirst ? 1 : 0);
  return z.object({
    ...BuyerInput.shape,
    isBuyerFirst: z.literal('on').optional(),
    attendees: z.object(Object.fromEntries(keys.map((key) => [key, z.object(nameInput)]))),
  });
}

export type Details = z.output<ReturnType<typeof detailsSchema>>;

export const attendeeKey = (index: number): string => `p${String(index)}`;

/** Says whose name is missing. */
export function detailsNames(places: readonly string[]): FieldNames {
  return Object.fromEntries(
    places.flatMap((place, i) => [
      [`attendees.${attendeeKey(i)}.firstName`, `the first name for ${place}`],
      [`attendees.${attendeeKey(i)}.lastName`, `the last name for ${place}`],
    ]),
  );
}
