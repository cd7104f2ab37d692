import { expect, test } from 'vitest';
import { login, openAccounts, tryLogin } from './accounts-host.ts';

const FIRST = { FIRST_ADMIN_EMAIL: 'Mara@Example.com', FIRST_ADMIN_PASSWORD: 'slow boats over cold water' };

test('an installation without people gets its first admin from the settings, once', async () => {
  const host = await openAccounts({ env: FIRST });
  const databases = { accounts: host.databaseUrl('accounts') };
  const { user, accessToken } = await login(host, 'mara@example.com', FIRST.FIRST_ADMIN_PASSWORD);
  expect(user.role).toBe('admin');
  expect((await host.call('GET /users', { as: accessToken })).status).toBe(200);
  await host.close();
  const again = await openAccounts({ databases, env: { ...FIRST, FIRST_ADMIN_EMAIL: 'eve@example.com' } });
  expect((await tryLogin(again, 'eve@example.com', FIRST.FIRST_ADMIN_PASSWORD)).status).toBe(401);
  await again.close();
});

test('a first admin with half the settings or a weak password stops the start', async () => {
  await expect(openAccounts({ env: { FIRST_ADMIN_EMAIL: 'mara@example.com' } })).rejects.toThrow('both');
  await expect(openAccounts({ env: { ...FIRST, FIRST_ADMIN_PASSWORD: 'short-one' } })).rejects.toThrow('easy to guess');
});
