/** The mails about accounts, and where their links lead. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accounts } from '@usher/contracts/accounts';
import { catalog } from '@usher/contracts/catalog';
import { orders } from '@usher/contracts/orders';
import { seats } from '@usher/contracts/seats';
import { tickets } from '@usher/contracts/tickets';
import { systemClock } from '@usher/kit/clock';
import { eventually, openTestHost, type TestHost } from '@usher/kit/testing';
import { callerOf, scriptedPeer } from '@usher/kit/testing-peer';
import { notificationsService } from '@usher/notifications/service';
import { type MailRelay, startMailRelay } from '@usher/stand-ins/mail-relay';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

const accountsPeer = scriptedPeer(accounts, { getTrust: async () => ({ keys: { keys: [] }, revocations: [] }) });
let host: TestHost;
let relay: MailRelay;
let store: string;

beforeAll(async () => {
  store = await mkdtemp(join(tmpdir(), 'usher-mail-'));
  relay = await startMailRelay({ store });
  host = await openTestHost({
    postgresUrl: inject('postgresUrl'),
    services: [accountsPeer.definition, notificationsService],
    callers: [callerOf(catalog, {}), callerOf(seats, {}), callerOf(orders, {}), callerOf(tickets, {})],
    env: { SMTP_URL: relay.smtpUrl, PUBLIC_URL: 'https://tickets.example/' },
  });
});
afterAll(async () => {
  await host.close();
  await relay.close();
  await rm(store, { recursive: true, force: true });
});

const [ada, grace, edith] = ['ada@example.com', 'grace@example.com', 'edith@example.com'] as const;
const person = (email: string) => ({ email, firstName: 'Ada', locale: 'en' });
const about = (userId: string) => ({ aggregateId: userId, aggregateVersion: 1 });

/** The mail to an address, once the relay has it. */
async function mailTo(address: string): Promise<{ subject: string; text: string; links: string[] }> {
  const found = () => relay.messages().filter((mail) => mail.to.includes(address));
  await eventually(async () => {
    expect(found()).toHaveLength(1);
  });
  const [mail] = found();
  const links = Array.from(mail?.html?.matchAll(/href="([^"]+)"/g) ?? [], ([, url]) => url ?? '');
  return { subject: mail?.subject ?? '', text: mail?.text ?? '', links };
}

test('the owner of an address that is registered again is told how to log in and how to set a new password', async () => {
  const userId = systemClock.newId();
  await accountsPeer.publish({ name: 'registration.repeated', ...about(userId), payload: person(ada) });
  const { subject, text, links } = await mailTo(ada);
  expect(subject).toBe('You already have an account');
  expect(text).toContain('tried to make an account with this address; you already have one');
  expect(text).toContain('Log in: https://tickets.example/login\n');
  expect(text).toContain('Set a new password: https://tickets.example/password-reset\n');
  expect(text).toContain('If it was not you, you need not do anything');
  expect(links).toEqual(['https://tickets.example/login', 'https://tickets.example/password-reset']);

  const listFor = async (id: string) =>
    (await host.call('GET /notifications', { as: await host.tokenFor({ id }) })).json<{ items: unknown[] }>().items;
  expect(await listFor(userId)).toMatchObject([{ kind: 'registration_repeated', to: ada }]);
  expect(await listFor(systemClock.newId())).toEqual([]);
});

test('the link for a new password opens the page that takes it, and its token is not kept once sent', async () => {
  const [userId, token] = [systemClock.newId(), 'q3Jm0c2XbqkU8w5pYt7dRA'];
  const payload = { userId, ...person(grace), token, expiresAt: '2099-01-01T10:30:00.000Z' };
  await accountsPeer.publish({ name: 'password_reset.requested', ...about(userId), payload });
  const { text, links } = await mailTo(grace);
  const link = `https://tickets.example/password-reset#token=${token}`;
  expect(links).toEqual([link]);
  expect(text).toContain(`${link}\n`);
  expect(text).toContain('until 10:30 UTC');
  await eventually(async () => {
    expect(await host.rows('notifications', 'select state, data from message where to_email = $1', [grace])).toEqual([
      { state: 'sent', data: { firstName: 'Ada', until: payload.expiresAt } },
    ]);
  });
});

test('a new account is greeted with a link to what is on', async () => {
  const userId = systemClock.newId();
  await accountsPeer.publish({ name: 'user.registered', ...about(userId), payload: { userId, ...person(edith) } });
  const { subject, links } = await mailTo(edith);
  expect(subject).toBe('Welcome to Usher');
  expect(links).toEqual(['https://tickets.example/']);
});
