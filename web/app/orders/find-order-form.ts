/** What it takes to find an order: its reference, as people copy it, and the address it was bought with. */
import { EmailAddress, line } from '@usher/contracts/ids';
import { z } from 'zod';

const REFERENCE_MAX = 32;

/** Behind an order's reference a ticket prints its own number: `K7QF2M9X-2`. */
const ticketNumber = /\s*\p{Pd}\s*\d{1,2}\s*$/u;

/** Spaces and dashes are how people read a reference out; they are no part of it. */
export const FindOrderForm = z.object({
  reference: z
    .string()
    .transform((typed) =>
      typed
        .replace(ticketNumber, '')
        .replace(/[\s\p{Pd}]+/gu, '')
        .toUpperCase(),
    )
    .pipe(line(REFERENCE_MAX)),
  email: EmailAddress,
});
