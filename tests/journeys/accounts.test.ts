import { expect, test } from 'vitest';
import {
  admin,
  caller,
  type Caller,
  GOOD_PASSWORD,
  guest,
  isOut,
  newAddress,
  register,
  signIn,
  worldUrl,
} from '../callers.ts';
import { buySeats, mailTo, order, orderReaches, pay } from '../purchase.ts';
import type { Hold, ListOf, Notification, Order, Session, Ticket, User } from '../shapes.ts';
import { hold, openStage } from '../stage.ts';

const OTHER_PASSWORD = 'seven-lanterns-hum-by-the-pier';

test('Somebody registers, is greeted by mail, changes the profile and signs out', async () => {
  const mira = await register('Mira');
  expect(mira.session).toMatchObject({
    expiresIn: 900,
    user: { email: mira.email, firstName: 'Mira', role: 'customer', marketingConsent: false, organizations: [] },
  });
  await mailTo(mira.email, /^Welcome/);
  (
    await caller().post('/auth/register', {
      email: mira.email.toUpperCase(),
      password: GOOD_PASSWORD,
      firstName: 'M',
      lastName: 'L',
    })
  ).refuses(409, 'email_taken');

  const changed = (
    await mira.patch('/auth/profile', { body: { firstName: 'Mírà', locale: 'sv', marketingConsent: true } })
  ).is<User>(200);
  expect(changed).toMatchObject({ firstName: 'Mírà', lastName: 'Lindqvist', locale: 'sv', marketingConsent: true });
  expect((await mira.get('/auth/profile')).is<User>(200)).toEqual(changed);
  (await mira.patch('/auth/profile', { body: { role: 'admin' } })).refuses(400, 'invalid_request');

  (await caller().post('/auth/logout', { refreshToken: mira.session.refreshToken })).is(204);
  (await caller().post('/auth/logout', { refreshToken: mira.session.refreshToken })).is(204);
  (await caller().post('/auth/refresh', { refreshToken: mira.session.refreshToken })).refuses(401, 'invalid_token');
  await isOut(mira, '/auth/profile');
  expect((await signIn(mira.email)).session.user.id).toBe(mira.session.user.id);
});

test('Whoever registers an address again is refused, and its owner hears by mail how to go on', async () => {
  const mira = await register('Mira');
  const again = { email: mira.email, password: OTHER_PASSWORD, firstName: 'Stranger', lastName: 'Else' };
  (await caller().post('/auth/register', again)).refuses(409, 'email_taken');
  (await caller().post('/auth/register', again)).refuses(409, 'email_taken');
  const mail = await mailTo(mira.email, /already have an account/);
  expect(mail.text).toContain(`Log in: ${worldUrl}/login\n`);
  expect(mail.text).toContain(`Set a new password: ${worldUrl}/password-reset\n`);
  expect(mail.text).not.toContain('Stranger');
  // What happened is told in order: once the next mail is here, a second one of these would be on the list.
  (await caller().post('/auth/password-reset', { email: mira.email })).is(202);
  await mailTo(mira.email, /new password/);
  const sent = (await mira.get('/notifications')).is<ListOf<Notification>>(200).items.map(({ kind }) => kind);
  expect(sent).toEqual(['password_reset', 'registration_repeated', 'welcome']);
  await signIn(mira.email);
});

test('A wrong password and an unknown address get the same answer', async () => {
  const mira = await register();
  const wrong = (await caller().post('/auth/login', { email: mira.email, password: 'not-this-one-at-all' })).refuses(
    401,
    'invalid_credentials',
  );
  const unknown = (
    await caller().post('/auth/login', { email: newAddress(), password: 'not-this-one-at-all' })
  ).refuses(401, 'invalid_credentials');
  expect({ ...unknown, instance: '' }).toEqual({ ...wrong, instance: '' });
});

test('A refresh token works once, and using it again ends every token that came of it', async () => {
  const first = (await register()).session;
  const refresh = (refreshToken: string) => caller().post('/auth/refresh', { refreshToken });
  const second = (await refresh(first.refreshToken)).is<Session>(200);
  const third = (await refresh(second.refreshToken)).is<Session>(200);
  expect(new Set([first, second, third].map((session) => session.refreshToken)).size).toBe(3);
  (await caller(third.accessToken).get('/auth/profile')).is(200);

  (await refresh(first.refreshToken)).refuses(401, 'invalid_token');
  (await refresh(third.refreshToken)).refuses(401, 'invalid_token');
  await isOut(caller(third.accessToken), '/auth/profile');
});

test('A new password ends all sessions, the old password included', async () => {
  const mira = await register();
  const elsewhere = await signIn(mira.email);
  (await mira.post('/auth/password', { current: 'not-this-one-at-all', new: OTHER_PASSWORD })).refuses(
    401,
    'invalid_credentials',
  );
  (await mira.post('/auth/password', { current: GOOD_PASSWORD, new: 'password1' })).refuses(400, 'weak_password');
  (await mira.post('/auth/password', { current: GOOD_PASSWORD, new: OTHER_PASSWORD })).is(204);

  (await caller().post('/auth/refresh', { refreshToken: elsewhere.session.refreshToken })).refuses(
    401,
    'invalid_token',
  );
  await isOut(elsewhere, '/auth/profile');
  (await caller().post('/auth/login', { email: mira.email, password: GOOD_PASSWORD })).refuses(
    401,
    'invalid_credentials',
  );
  await signIn(mira.email, OTHER_PASSWORD);
});

test('A forgotten password is replaced once through the mailed link', async () => {
  const mira = await register();
  (await caller().post('/auth/password-reset', { email: newAddress() })).is(202);
  (await caller().post('/auth/password-reset', { email: mira.email })).is(202);
  const mail = await mailTo(mira.email, /new password/);
  const token = /#token=([\w-]+)/.exec(mail.text)?.[1];

  const confirm = (password: string) => caller().post('/auth/password-reset/confirm', { token, password });
  (await confirm('short')).refuses(400, 'invalid_request');
  (await confirm('usher2026')).refuses(400, 'weak_password');
  (await confirm(OTHER_PASSWORD)).is(204);
  (await confirm(OTHER_PASSWORD)).refuses(410, 'token_expired');
  await isOut(mira, '/auth/profile');
  await signIn(mira.email, OTHER_PASSWORD);
});

test('A guest who registers keeps what the guest bought', async () => {
  const stage = await openStage();
  const visitor = await guest();
  (await visitor.get('/auth/profile')).refuses(403, 'forbidden');
  const { order: bought, tickets } = await buySeats(visitor, stage, 2);

  const body = { email: newAddress('kaya'), password: GOOD_PASSWORD, firstName: 'Kaya', lastName: 'Nilsson' };
  const session = (await visitor.post('/auth/register', body)).is<Session>(201);
  const kaya = caller(session.accessToken);
  expect((await kaya.get('/orders')).is<ListOf<Order>>(200).items.map((item) => item.id)).toEqual([bought.id]);
  expect(
    (await kaya.get('/tickets'))
      .is<ListOf<Ticket>>(200)
      .items.map((item) => item.id)
      .sort(),
  ).toEqual(tickets.map((ticket) => ticket.id).sort());
  // The guest's token may have been handed around: it opens nothing any more.
  await isOut(visitor, '/orders');
});

test('A guest who signs in on the way to paying keeps the seats and the order', async () => {
  const stage = await openStage();
  const visitor = await guest();
  const kaya = await register('Kaya');
  const [seat, other] = stage.takeSeats(2) as [string, string];
  const held = await hold(visitor, stage, [seat]);
  const started = await order(visitor, held);
  const take = (by: Caller, guestToken = visitor.token) => by.post(`/holds/${held.id}/transfer`, { guestToken });
  (await take(kaya, (await guest()).token)).refuses(404, 'not_found');
  (await take(await guest())).refuses(403, 'forbidden');
  expect((await take(kaya)).is<object>(200)).toEqual({ holdId: held.id, orderId: started.id });
  expect((await take(kaya)).is<object>(200)).toEqual({ holdId: held.id, orderId: started.id });

  (await visitor.get(`/holds/${held.id}`)).refuses(404, 'not_found');
  (await visitor.get(`/orders/${started.id}`)).refuses(404, 'not_found');
  expect((await kaya.get(`/holds/${held.id}`)).is<Hold>(200).expiresAt).toBe(held.expiresAt);
  await pay(kaya, started);
  await orderReaches(kaya, started, 'fulfilled');
  expect((await kaya.get(`/tickets?orderId=${started.id}`)).is<ListOf<Ticket>>(200).items).toHaveLength(1);
  // What is sold stays with who bought it.
  const late = await hold(visitor, stage, [other]);
  const bought = await order(visitor, late);
  await pay(visitor, bought);
  await orderReaches(visitor, bought, 'fulfilled');
  (await kaya.post(`/holds/${late.id}/transfer`, { guestToken: visitor.token })).refuses(409, 'hold_used');
});

test('A disabled account is out at once and cannot come back', async () => {
  const mira = await register();
  const ada = await admin();
  expect((await ada.patch(`/users/${mira.session.user.id}`, { body: { disabled: true } })).is<User>(200).disabled).toBe(
    true,
  );
  await isOut(mira, '/auth/profile');
  (await caller().post('/auth/refresh', { refreshToken: mira.session.refreshToken })).refuses(401, 'invalid_token');
  (await caller().post('/auth/login', { email: mira.email, password: GOOD_PASSWORD })).refuses(
    401,
    'invalid_credentials',
  );
  (await ada.patch(`/users/${mira.session.user.id}`, { body: { disabled: false } })).is(200);
  const back = await signIn(mira.email);
  expect(
    (await back.get('/notifications')).is<ListOf<Notification>>(200).items.every((item) => item.to === mira.email),
  ).toBe(true);
});

test('The keys that verify tokens are published', async () => {
  const { keys } = (await caller().get('/auth/keys')).is<{ keys: Record<string, string>[] }>(200);
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) {
    expect(key).toMatchObject({ kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA' });
    expect(key).not.toHaveProperty('d');
  }
});
