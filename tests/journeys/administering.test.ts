import { randomUUID } from 'node:crypto';
import { contracts } from '@usher/contracts/all';
import { beforeAll, expect, test } from 'vitest';
import { admin, type Caller, eventually, isOut, register, signIn } from '../callers.ts';
import { mailTo } from '../purchase.ts';
import type { Health, ListOf, Member, Notification, Organization, User } from '../shapes.ts';
import { newVenue } from '../stage.ts';

const MADE_UP = '01980000-0000-7000-8000-00000000beef';

let ada: Caller;
beforeAll(async () => {
  ada = await admin();
});

const newOrganization = async () =>
  (await ada.post('/organizations', { name: `Lantern House ${randomUUID().slice(0, 8)}` })).is<Organization>(201);

test('An admin finds people and changes what they may do', async () => {
  const mira = await register('Mira');
  const { items } = (await ada.get(`/users?q=${encodeURIComponent(mira.email)}`)).is<ListOf<User>>(200);
  expect(items).toEqual([mira.session.user]);
  expect((await ada.get(`/users?q=${encodeURIComponent(mira.email)}&role=admin`)).is<ListOf<User>>(200).items).toEqual(
    [],
  );
  const path = `/users/${mira.session.user.id}`;
  expect((await ada.patch(path, { body: { role: 'admin' } })).is<User>(200).role).toBe('admin');
  const promoted = await signIn(mira.email);
  (await promoted.get('/users?limit=1')).is(200);
  (await ada.patch(path, { body: { role: 'customer' } })).is(200);
  // The old token does not outlive the role it was made for.
  await isOut(promoted, '/users?limit=1');
  (await (await signIn(mira.email)).get('/users?limit=1')).refuses(403, 'forbidden');
});

test('Admins cannot lock themselves out', async () => {
  const me = (await ada.get('/auth/profile')).is<User>(200);
  (await ada.patch(`/users/${me.id}`, { body: { role: 'customer' } })).refuses(403, 'forbidden');
  (await ada.patch(`/users/${me.id}`, { body: { disabled: true } })).refuses(403, 'forbidden');
  (await ada.patch(`/users/${MADE_UP}`, { body: { disabled: true } })).refuses(404, 'not_found');
});

test('The list of people goes on page by page, and nobody is in it twice', async () => {
  await Promise.all([register(), register(), register()]);
  const seen: string[] = [];
  let cursor = '';
  for (let page = 0; page < 3; page += 1) {
    const { items, nextCursor } = (await ada.get(`/users?limit=2${cursor}`)).is<ListOf<User>>(200);
    seen.push(...items.map((user) => user.id));
    expect(nextCursor).toEqual(expect.any(String));
    cursor = `&cursor=${nextCursor}`;
  }
  expect(new Set(seen).size).toBe(6);
});

test('An organization gets its members, who get their rights at once and lose them at once', async () => {
  const house = await newOrganization();
  expect((await ada.get('/organizations?limit=100')).is<ListOf<Organization>>(200).items).toContainEqual(house);
  const members = `/organizations/${house.id}/members`;
  const [olu, petra] = [await register('Olu'), await register('Petra')];
  expect((await ada.post(members, { email: olu.email, role: 'organizer' })).is<Member>(201)).toMatchObject({
    id: olu.session.user.id,
    email: olu.email,
    role: 'organizer',
  });
  (await ada.post(members, { email: olu.email, role: 'operator' })).refuses(409, 'already_member');
  (await ada.post(members, { email: 'nobody.at.all@example.com', role: 'operator' })).refuses(404, 'not_found');

  const organizing = await signIn(olu.email);
  expect(organizing.session.user.organizations).toEqual([{ id: house.id, name: house.name, role: 'organizer' }]);
  await newVenue(organizing);
  (await organizing.post(members, { email: petra.email, role: 'operator' })).is(201);
  expect(
    (await organizing.get(members))
      .is<ListOf<Member>>(200)
      .items.map((member) => member.role)
      .sort(),
  ).toEqual(['operator', 'organizer']);

  const scanning = await signIn(petra.email);
  (await scanning.get(members)).refuses(403, 'forbidden');
  const petraHere = `${members}/${petra.session.user.id}`;
  expect((await organizing.patch(petraHere, { body: { role: 'organizer' } })).is<Member>(200).role).toBe('organizer');
  const raised = await signIn(petra.email);
  (await raised.get(members)).is(200);
  (await organizing.delete(petraHere)).is(204);
  await isOut(raised, members);
  (await organizing.delete(petraHere)).refuses(404, 'not_found');
});

test('An organization keeps its last organizer', async () => {
  const house = await newOrganization();
  const olu = await register('Olu');
  const members = `/organizations/${house.id}/members`;
  (await ada.post(members, { email: olu.email, role: 'organizer' })).is(201);
  const here = `${members}/${olu.session.user.id}`;
  (await ada.delete(here)).refuses(409, 'last_organizer');
  (await ada.patch(here, { body: { role: 'operator' } })).refuses(409, 'last_organizer');
  (await ada.get(`/organizations/${MADE_UP}/members`)).refuses(404, 'not_found');
});

test('An admin sees how every service is', async () => {
  const { services } = (await ada.get('/admin/health')).is<Health>(200);
  expect(services.map((service) => service.name).sort()).toEqual(
    Object.keys(contracts)
      .filter((name) => name !== 'gateway')
      .sort(),
  );
  for (const service of services) {
    expect(service.state).toMatch(/^(working|slow)$/);
    expect(service.databaseMs).toBeGreaterThan(0);
  }
});

test('What was sent to whom can be looked up, and sending a sent mail again changes nothing', async () => {
  const mira = await register();
  await mailTo(mira.email, /^Welcome/);
  const sent = await eventually('the welcome in the list of sent mails', async () => {
    const { items } = (await ada.get('/admin/notifications?state=sent&limit=100')).is<ListOf<Notification>>(200);
    return items.find((item) => item.to === mira.email);
  });
  expect(sent).toMatchObject({ kind: 'welcome', state: 'sent', attempts: 1, lastError: null });
  expect((await ada.post(`/admin/notifications/${sent.id}/retry`)).is<Notification>(200)).toEqual(sent);
  expect(
    (await ada.get('/admin/notifications'))
      .is<ListOf<Notification>>(200)
      .items.every((item) => item.state === 'failed'),
  ).toBe(true);
  (await ada.post(`/admin/notifications/${MADE_UP}/retry`)).refuses(404, 'not_found');
});
