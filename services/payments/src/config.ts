/** What of the payments service can be set. */
import { variable, wholeNumber } from '@usher/kit/config';
import { z } from 'zod';

const secret = z.string().min(16, 'must have at least 16 characters');

export const config = {
  CARD_PROVIDER_URL: variable(z.url({ protocol: /^https?$/ }), "The card provider's API", 'https://cards.example'),
  CARD_PROVIDER_KEY: variable(secret, "The card provider's API key", 'a key of at least 16 characters'),
  CARD_WEBHOOK_SECRET: variable(secret, "What the card provider's webhooks are signed with", 'at least 16 characters'),
  PUBLIC_URL: variable(
    z.url({ protocol: /^https?$/ }).default('http://localhost:3000'),
    'How people reach this installation; a buyer comes back here from the bank',
  ),
  PROVIDER_CONCURRENCY: variable(wholeNumber(1, 1_000, 64), 'Requests to the card provider at once, at most'),
  PROVIDER_QUEUE_MAX: variable(wholeNumber(0, 100_000, 2_000), 'Requests waiting for the card provider, at most'),
  PROVIDER_TIMEOUT_MS: variable(
    wholeNumber(100, 60_000, 5_000),
    'How long the card provider may take to answer, in milliseconds',
  ),
};
