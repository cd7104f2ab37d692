/** Ids and the small value shapes every contract shares. */
import { z } from 'zod';

/** Text Postgres can hold: no NUL, no lone surrogate; trimmed length within bounds; no control characters but what `multiline` allows. */
const printable = (maxLength: number, minLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine(
      (s) => s.trim().length >= minLength,
      `must have at least ${minLength} character${minLength === 1 ? '' : 's'}`,
    )
    .refine((s) => s.isWellFormed(), 'must be well-formed Unicode');

/** One line of human text: names, titles. Control and bidirectional-override characters are refused. */
export const line = (maxLength: number, minLength = 1) =>
  printable(maxLength, minLength).refine(
    (s) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(s),
    'must not contain control characters',
  );

/** Several lines of human text: descriptions. Only tab and line ends are allowed as controls. */
export const prose = (maxLength: number) =>
  printable(maxLength, 0).refine((s) => !/[^\P{Cc}\t\n\r]/u.test(s), 'must not contain control characters');

export const Id = z.uuid().toLowerCase().meta({ description: 'UUIDv7' });
export const Instant = z.iso.datetime({ offset: true }).meta({ description: 'RFC 3339 instant in UTC' });
/** A wall-clock time without zone, e.g. "2027-05-01T20:00". */
export const LocalDateTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/, 'must look like 2027-05-01T20:00');
export const EmailAddress = z
  .string()
  .max(254)
  .refine((s) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(s), 'must not contain control characters')
  .pipe(
    z
      .email('must be an e-mail address like name@example.com')
      .refine((s) => s.indexOf('@') <= 64, 'the part before @ is too long'),
  )
  .transform((s) => s.toLowerCase());

export const IdParams = z.strictObject({ id: Id });
/** Lists: `limit` 1 to 100 (default 20) and an opaque cursor. */
export const page = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(500).optional(),
};
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export const Nothing = null;
