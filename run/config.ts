/** What of a whole installation can be set, beside each service's own. */
import { type ConfigOf, type Environment, readConfig, variable, wholeNumber } from '@usher/kit/config';
import { z } from 'zod';

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

export const config = {
  PORT: variable(wholeNumber(0, 65_535, 3_000), 'Port of the gateway'),
  HOST: variable(z.string().default('127.0.0.1'), 'Address to listen on; 0.0.0.0 for all'),
  DATA_DIR: variable(
    z.string().default('.usher'),
    'Directory of the embedded database, the mailbox and generated secrets',
  ),
  DATABASE_URL: variable(
    z.string().optional(),
    'A Postgres >= 14 in which each service gets its own database; none: the embedded one',
    'postgres://usher:secret@localhost:5432/postgres',
  ),
  SEED: variable(
    z.enum(['demo', 'none']).default('demo'),
    'demo lays out demo events and logins; refused with NODE_ENV=production',
  ),
  RATE_LIMIT: variable(
    z.enum(['on', 'off']).default('on'),
    'off lets everything pass: for tests and measurements only',
  ),
  LOG_LEVEL: variable(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn'),
    'Least level that is logged',
  ),
  TRUSTED_PROXIES: variable(list, 'CIDRs of proxies whose X-Forwarded-For is believed, by comma'),
  CORS_ORIGINS: variable(list, 'Origins of other sites that may call the API from a browser, by comma'),
  DATABASE_CONNECTIONS: variable(wholeNumber(2, 100, 10), 'Database connections per service and process at most'),
  SMTP_URL: variable(
    z.string().optional(),
    'The mail relay; none: a local mailbox at /dev/mail',
    'smtp://user:secret@mail.example:587',
  ),
  CARD_PROVIDER_URL: variable(
    z.string().optional(),
    'The card provider; none: the bundled test provider',
    'https://cards.example',
  ),
  PUBLIC_URL: variable(
    z.string().optional(),
    'How people reach this installation; used in mails and by the card provider',
    'https://tickets.example',
  ),
  NATS_URL: variable(
    z.string().optional(),
    'The broker that hurries facts between processes; none: each reads them from the others once a second',
    'nats://user:secret@localhost:4222',
  ),
  REDIS_URL: variable(
    z.string().optional(),
    'What the copies of a service share for speed: limits, pages, live changes; none: each has its own',
    'redis://:secret@localhost:6379',
  ),
  MAILBOX_URL: variable(
    z.string().optional(),
    'Where the local mailbox answers when it is in another process; shown at /dev/mail, refused with NODE_ENV=production',
    'http://localhost:3022',
  ),
  NODE_ENV: variable(z.string().default('development'), 'production refuses demo data and bundled stand-ins'),
};

export type RunConfig = ConfigOf<typeof config>;

/** Reads the process's environment, the one place that does; `settings` count where it says nothing. */
export function readRunConfig(settings: Environment = {}): { config: RunConfig; env: Environment } {
  const said = Object.entries(process.env).filter(([, value]) => value !== '');
  const env = { ...settings, ...Object.fromEntries(said) };
  return { config: readConfig(config, env), env };
}

/** How people reach this installation. */
export function publicUrlOf({ PUBLIC_URL, PORT }: RunConfig): string {
  return PUBLIC_URL ?? `http://localhost:${PORT}`;
}

/** Loads what chooses between two builds of itself by NODE_ENV, as React does: the one for production, whatever this is. */
export async function loadForProduction<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  const { NODE_ENV: before } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    return await load();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}
