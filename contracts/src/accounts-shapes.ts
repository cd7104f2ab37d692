/** What accounts answers: users, sessions, organizations and their members. */
import { z } from 'zod';
import { Id, Instant } from './ids.ts';

const characters = (text: string) => Array.from(text.normalize('NFC')).length;

/** A new password: 8 to 256 code points after NFC. What is too easy to guess is refused later, as `weak_password`. */
export const Password = z
  .string()
  .max(2_048)
  .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
  .refine((text) => characters(text) >= 8 && characters(text) <= 256, 'must have 8 to 256 characters')
  .meta({ minLength: 8, maxLength: 256 });

/** A password to be compared with the stored one. */
export const GivenPassword = z.string().min(1).max(2_048);

/** What a member may do in an organization. */
export const MemberRole = z.enum(['organizer', 'operator']);

export const User = z
  .object({
    id: Id,
    email: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    role: z.enum(['admin', 'organizer', 'operator', 'customer']),
    locale: z.string(),
    marketingConsent: z.boolean(),
    emailVerified: z.boolean(),
    disabled: z.boolean(),
    organizations: z.array(z.object({ id: Id, name: z.string(), role: MemberRole })),
    createdAt: Instant,
  })
  .meta({ id: 'User' });

/** Tokens of somebody who signed in; `expiresIn` is the access token's life in seconds. */
export const Session = z
  .object({ user: User, accessToken: z.string(), refreshToken: z.string(), expiresIn: z.number().int() })
  .meta({ id: 'Session' });

/** The token of a guest; `expiresIn` is in seconds. */
export const GuestSession = z
  .object({ accessToken: z.string(), expiresIn: z.number().int() })
  .meta({ id: 'GuestSession' });

/** Public Ed25519 keys as RFC 7517 and RFC 8037 write them. */
export const Jwks = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: z.string(),
        kid: z.string(),
        use: z.literal('sig'),
        alg: z.literal('EdDSA'),
      }),
    ),
  })
  .meta({ id: 'Jwks' });

/** Public keys, and who or which session has tokens that are void when issued before an instant. */
export const Trust = z.object({
  keys: Jwks,
  revocations: z.array(z.object({ subjectId: Id, sessionId: Id.nullable(), before: Instant })),
});

export const Organization = z.object({ id: Id, name: z.string(), createdAt: Instant }).meta({ id: 'Organization' });

/** A member; `id` is the user's. */
export const Member = z
  .object({ id: Id, email: z.string(), firstName: z.string(), lastName: z.string(), role: MemberRole })
  .meta({ id: 'Member' });
