/**
 * A sale in this process: all services on real databases, the card provider and the mail relay on their sockets, one
 * hall on sale. For races and invariants, which need what no caller of the API has: databases, a second copy of every
 * service, the provider's own books. In other placements: placements/placed-sale.ts.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seedAccounts } from '@usher/accounts/seed-accounts';
import { systemClock } from '@usher/kit/clock';
import { eventually, openTestHost, type TestHost, type TestHostOptions } from '@usher/kit/testing';
import { type CardProvider, startCardProvider } from '@usher/stand-ins/card-provider';
import { type MailRelay, startMailRelay } from '@usher/stand-ins/mail-relay';
import { inject } from 'vitest';
import { services } from '../run/services.ts';
import { type Callable, type HallWishes, type OnSale, putOnSale } from './hall.ts';
import { checkInvariants, type Violation } from './invariants/invariants.ts';
import { openDatabases } from './invariants/databases.ts';

/** A sale wherever its services run. */
export interface Sale extends OnSale {
  readonly host: Pick<TestHost, 'call' | 'rows'>;
  readonly cards: CardProvider;
  readonly mails: MailRelay;
  /** How many copies of each webhook arrive, all at once. */
  repeatWebhooks(copies: number): void;
  /** Time only goes on: each call adds to what passed before. */
  letPass(seconds: number): Promise<void>;
  /** What is wrong now. */
  violations(when: { readonly quiet: boolean }): Promise<Violation[]>;
  /** Waits until nothing is under way, and throws with what is wrong by then. */
  settled(): Promise<void>;
  close(): Promise<void>;
}
export type OpenSale = (wishes?: HallWishes) => Promise<Sale>;

/** With all services in this process, more can be done to it. */
export interface HostedSale extends Sale {
  readonly host: TestHost;
  /** A second copy of every service (or of some) on the same databases. */
  openCopy(options?: Partial<TestHostOptions>): Promise<TestHost>;
}

export interface SaleWishes extends HallWishes {
  readonly env?: Readonly<Record<string, string>>;
  readonly wrapTransport?: TestHostOptions['wrapTransport'];
  readonly log?: TestHostOptions['log'];
}

const SETTLED_MS = 25_000;
const MAILS_MAX = 5_000;
const KEY = 'an api key for the tests';
const SECRET = 'a webhook secret for tests';

/** Opens the sale; buyers may come when this resolves. */
export async function openSale(wishes: SaleWishes = {}): Promise<HostedSale> {
  const { env: wishedEnv, wrapTransport, log } = wishes;
  const outside = await openOutside();
  const { door, cards, mails } = outside;
  const env = { ...outside.env, ...wishedEnv };
  const open = (more: Partial<TestHostOptions>) =>
    openTestHost({ postgresUrl: inject('postgresUrl'), services, realTrust: true, env, ...more });
  const host = await open({ ...(wrapTransport && { wrapTransport }), ...(log && { log }) });
  door.leadTo(host);
  const accounts = host.host.running.get('accounts');
  if (!accounts) throw new Error('a sale needs accounts');
  await seedAccounts(accounts.db, systemClock);
  accounts.nudge();
  const hall = await putOnSale(host, wishes);
  const urls = Object.fromEntries(services.map(({ contract: { name } }) => [name, host.databaseUrl(name)]));
  const databases = await openDatabases(urls);
  let passed = 0;
  const violations: Sale['violations'] = ({ quiet }) =>
    checkInvariants(databases.read, { quiet, charges: cards.charges(), mails: () => mails.messages() });
  return {
    ...hall,
    host,
    cards,
    mails,
    violations,
    repeatWebhooks: door.repeat,
    openCopy: (options = {}) => open({ databases: urls, ...options }),
    async letPass(seconds) {
      passed += seconds;
      await host.moveTime(passed);
    },
    settled: () => untilSettled(() => violations({ quiet: true })),
    async close() {
      await cards.close();
      await host.close();
      await Promise.all([outside.close(), databases.close()]);
    },
  };
}

/** The world outside: the card provider and the mail relay on their sockets, and where the provider's notices arrive. */
export async function openOutside() {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-sale-'));
  const door = await openDoor();
  const mails = await startMailRelay({ store: path.join(folder, 'mailbox'), mailsMax: MAILS_MAX });
  const cards = await startCardProvider({
    webhookUrl: door.url,
    webhookSecret: SECRET,
    apiKey: KEY,
    delays: { settleMs: 400, webhookRetryStartMs: 50, webhookRetryMaxMs: 200 },
  });
  const env = {
    CARD_PROVIDER_URL: cards.url,
    CARD_PROVIDER_KEY: KEY,
    CARD_WEBHOOK_SECRET: SECRET,
    SMTP_URL: mails.smtpUrl,
    RATE_LIMIT: 'off',
  };
  return {
    door,
    cards,
    mails,
    /** What an installation must be told of it. */
    env,
    async close() {
      await cards.close();
      await Promise.all([door.close(), mails.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until nothing is wrong, twice: a moment between two steps does not count. Throws with what is wrong by then. */
export async function untilSettled(look: () => Promise<Violation[]>): Promise<void> {
  const looked = async () => {
    const [first] = await look();
    if (first) throw new Error(`${first.id}: ${first.says}\n${JSON.stringify(first.rows.slice(0, 5), undefined, 2)}`);
  };
  await eventually(looked, SETTLED_MS);
  await eventually(looked, SETTLED_MS);
}

/** Where the provider's webhooks arrive, before there is a host to take them. */
async function openDoor() {
  const opened: Callable[] = [];
  let copies = 1;
  const take = async (request: IncomingMessage): Promise<number> => {
    const body = await readAll(request);
    const headers = {
      'content-type': 'application/json',
      'testcard-signature': String(request.headers['testcard-signature']),
    };
    const [host] = opened;
    if (!host) return 503;
    const told = Array.from({ length: copies }, () => host.call('POST /webhooks/payments/testcard', { body, headers }));
    return Math.max(...(await Promise.all(told)).map((answer) => answer.status));
  };
  const server: Server = createServer((request, response) => {
    void take(request)
      .catch(() => 503)
      .then((status) => response.writeHead(status).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    leadTo: (host: Callable) => {
      opened.push(host);
    },
    repeat: (times: number) => {
      copies = times;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
