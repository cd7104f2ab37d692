/** What of the accounts service can be set. */
import { EmailAddress } from '@usher/contracts/ids';
import { variable, wholeNumber } from '@usher/kit/config';
import { z } from 'zod';

export const config = {
  ACCESS_TOKEN_SECONDS: variable(wholeNumber(10, 86_400, 900), "How long a user's access token is good, in seconds"),
  GUEST_TOKEN_SECONDS: variable(wholeNumber(60, 604_800, 86_400), "How long a guest's token is good, in seconds"),
  SESSION_DAYS: variable(wholeNumber(1, 365, 30), 'How long a sign-in lasts at most, in days'),
  PASSWORD_RESET_MINUTES: variable(
    wholeNumber(1, 1_440, 30),
    'How long the link to a new password is good, in minutes',
  ),
  USER_KEY_DAYS: variable(wholeNumber(1, 365, 30), 'How long one key signs tokens before the next takes over, in days'),
  PASSWORD_HASHES_AT_ONCE: variable(
    wholeNumber(1, 16, 2),
    'Password hashes computed at once, so that sign-ins never starve a sale',
  ),
  PASSWORD_HASHES_WAITING_MAX: variable(
    wholeNumber(1, 1_000, 50),
    'Password hashes waiting at most; more are refused as overloaded',
  ),
  FIRST_ADMIN_EMAIL: variable(
    EmailAddress.optional(),
    'Address of the first admin, made at start while there is none',
    'you@example.com',
  ),
  FIRST_ADMIN_PASSWORD: variable(
    z.string().max(256).optional(),
    'Password of the first admin: 15 characters or more; take it out once you have signed in',
    'fifteen-or-more-characters',
  ),
  RATE_LIMIT: variable(
    z.string().default('on'),
    'off: wrong passwords do not slow the next try (for measurements only)',
  ),
};
