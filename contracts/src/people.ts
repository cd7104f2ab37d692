/** People as services name them: buyers, attendees, holders, and the language they read. */
import { z } from 'zod';
import { EmailAddress, line } from './ids.ts';

/** A BCP 47 language tag, e.g. `en` or `pt-BR`. */
export const Locale = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag like en or pt-BR');

/** A person's name as typed by somebody; the bounds are those of the form. */
export const nameInput = { firstName: line(100), lastName: line(100) };

/** Who buys, as typed. */
export const BuyerInput = z.strictObject({ email: EmailAddress, ...nameInput });

/** A person's name as stored. */
export const PersonName = z.object({ firstName: z.string(), lastName: z.string() }).meta({ id: 'PersonName' });

/** Who buys, as stored. */
export const Buyer = z.object({ email: z.string(), firstName: z.string(), lastName: z.string() }).meta({ id: 'Buyer' });
