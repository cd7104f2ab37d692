/** What the tests of this service share: a host with real trust, the demo people, and a few everyday calls. */
import { systemClock } from '@usher/kit/clock';
import { openDatabase } from '@usher/kit/database';
import { createLog } from '@usher/kit/log';
import { openTestHost, type TestAnswer, type TestHost } from '@usher/kit/testing';
import { accountsService } from '@usher/accounts/service';
import { DEMO_PASSWORD, demoUsers, seedAccounts } from '@usher/accounts/seed-accounts';
import { inject } from 'vitest';

export const GOOD_PASSWORD = 'harbour-lantern-93';

export interface SignedIn {
  readonly user: { id: string; email: string; role: string; organizations: { id: string; role: string }[] } & Record<
    string,
    unknown
  >;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

export function openAccounts(
  options: { databases?: Record<string, string>; env?: Record<string, string> } = {},
): Promise<TestHost> {
  return openTestHost({ postgresUrl: inject('postgresUrl'), services: [accountsService], realTrust: true, ...options });
}

export async function seed(host: TestHost): Promise<void> {
  const db = openDatabase({
    url: host.databaseUrl('accounts'),
    connectionsMax: 1,
    applicationName: 'seed',
    log: createLog('silent'),
  });
  await seedAccounts(db, systemClock);
  await db.close();
}

let people = 0;

export function person(name = 'guest'): { email: string; password: string; firstName: string; lastName: string } {
  people += 1;
  return { email: `${name}.${people}@example.com`, password: GOOD_PASSWORD, firstName: 'Ines', lastName: 'Okafor' };
}

export async function register(host: TestHost, body = person(), as?: string): Promise<SignedIn> {
  const answer = await host.call('POST /auth/register', { body, ...(as === undefined ? {} : { as }) });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.json<SignedIn>();
}

export function tryLogin(host: TestHost, email: string, password: string, address?: string): Promise<TestAnswer> {
  return host.call('POST /auth/login', {
    body: { email, password },
    ...(address === undefined ? {} : { headers: { 'x-forwarded-for': address } }),
  });
}

export async function login(host: TestHost, email: string, password = GOOD_PASSWORD): Promise<SignedIn> {
  const answer = await tryLogin(host, email, password);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json<SignedIn>();
}

export async function loginAs(host: TestHost, who: keyof typeof demoUsers): Promise<string> {
  return (await login(host, demoUsers[who].email, DEMO_PASSWORD)).accessToken;
}

export function code(answer: TestAnswer): [number, string] {
  return [answer.status, answer.json<{ code: string }>().code];
}

/** Facts of one name in the service's outbox, oldest first. */
export async function facts(host: TestHost, name: string): Promise<{ payload: Record<string, unknown> }[]> {
  return host.rows(
    'accounts',
    `select fact -> 'payload' as payload from outbox, json_array_elements(facts) fact where fact ->> 'name' = $1 order by outbox.id`,
    [name],
  );
}
