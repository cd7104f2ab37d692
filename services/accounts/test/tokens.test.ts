import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { exportJWK } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestHost } from '@usher/kit/testing';
import { login, openAccounts, register, type SignedIn } from './accounts-host.ts';

let host: TestHost;
let real: SignedIn;
let key: { x: string; kid: string };
beforeAll(async () => {
  host = await openAccounts();
  real = await register(host);
  [key] = (await host.call('GET /auth/keys')).json<{ keys: [typeof key] }>().keys;
});
afterAll(() => host.close());

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
const parts = () => real.accessToken.split('.') as [string, string, string];
const status = async (token: string) => (await host.call('GET /auth/profile', { as: token })).status;
const stranger = generateKeyPairSync('ed25519').privateKey;

function signedBy(signer: KeyObject, header: Record<string, unknown>, payload: Record<string, unknown>): string {
  const text = `${encode(header)}.${encode(payload)}`;
  return `${text}.${sign(null, Buffer.from(text), signer).toString('base64url')}`;
}

/** The service's own signing key: what only accounts holds, to make tokens that are wrong in one point. */
async function ownKey(): Promise<KeyObject> {
  const [row] = await host.rows<{ private_jwk: Record<string, string> }>(
    'accounts',
    `select private_jwk from signing_key where use = 'user-token'`,
  );
  return createPrivateKey({ key: row?.private_jwk ?? {}, format: 'jwk' });
}

test('the keys are public parts only, and the token names its key', async () => {
  const { keys } = (await host.call('GET /auth/keys')).json<{ keys: Record<string, unknown>[] }>();
  expect(keys).toEqual([{ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: key.kid, x: key.x }]);
  expect(decode(parts()[0])).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid });
  expect(await status(real.accessToken)).toBe(200);
});

test('a token without signature, or with the public key used as a secret, is refused', async () => {
  const [, payload] = parts();
  expect(await status(`${encode({ alg: 'none', typ: 'at+jwt', kid: key.kid })}.${payload}.`)).toBe(401);
  const secrets = [
    key.x,
    Buffer.from(key.x, 'base64url'),
    createPublicKey(await ownKey()).export({ type: 'spki', format: 'pem' }),
  ];
  for (const secret of secrets) {
    const text = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: key.kid })}.${payload}`;
    expect(await status(`${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`)).toBe(401);
  }
});

test("a stranger's key is refused, under our key's name, under its own, and embedded in the token", async () => {
  const payload = decode(parts()[1]);
  const jwk = await exportJWK(createPublicKey(stranger));
  for (const header of [
    { kid: key.kid },
    { kid: 'theirs' },
    {},
    { kid: key.kid, jwk },
    { kid: 'theirs', jwk },
    { jwk },
  ]) {
    expect(await status(signedBy(stranger, { alg: 'EdDSA', typ: 'at+jwt', ...header }, payload))).toBe(401);
  }
});

test('a token of ours that is wrong in one point is refused', async () => {
  const own = await ownKey();
  const header = { alg: 'EdDSA', typ: 'at+jwt', kid: key.kid };
  const payload = decode(parts()[1]);
  const { exp, ...endless } = payload;
  const later = Number(payload['iat']) + 600;
  expect(await status(signedBy(own, header, payload))).toBe(200);
  expect(exp).toBeTypeOf('number');
  for (const wrong of [
    endless,
    { ...payload, aud: 'elsewhere' },
    { ...payload, iss: 'somebody' },
    { ...payload, nbf: later },
    { ...payload, exp: 1 },
    { ...payload, sub: undefined },
  ]) {
    expect(await status(signedBy(own, header, wrong))).toBe(401);
  }
  for (const wrong of [
    { ...header, typ: 'svc+jwt' },
    { ...header, crit: ['x'], x: 1 },
    { ...header, kid: 'other' },
  ]) {
    expect(await status(signedBy(own, wrong, payload))).toBe(401);
  }
});

test('a signature has one spelling: neither spare bits nor S plus the group order pass', async () => {
  const [header, payload, signature] = parts();
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(signature.at(-1) ?? '');
  expect(await status(`${header}.${payload}.${signature.slice(0, -1)}${alphabet[last + 1]}`)).toBe(401);
  const bytes = Buffer.from(signature, 'base64url');
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  let s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + order;
  for (let i = 32; i < 64; i += 1, s >>= 8n) bytes[i] = Number(s & 255n);
  expect(await status(`${header}.${payload}.${bytes.toString('base64url')}`)).toBe(401);
  expect(await status(`${header}.${encode({ ...decode(payload), role: 'admin' })}.${signature}`)).toBe(401);
});

test('a key is followed by the next after thirty days; what it signed stays good for a while, across restarts', async () => {
  const first = await openAccounts();
  const before = await register(first);
  const databases = { accounts: first.databaseUrl('accounts') };
  await first.moveTime(31 * 86_400);
  await first.close();

  const second = await openAccounts({ databases });
  const kids = async (at: TestHost) =>
    (await at.call('GET /auth/keys')).json<{ keys: { kid: string }[] }>().keys.map(({ kid }) => kid);
  await expect.poll(() => kids(second), { timeout: 10_000 }).toHaveLength(2);
  expect((await second.call('GET /auth/profile', { as: before.accessToken })).status).toBe(200);
  await second.moveTime(31 * 86_400 + 26 * 3_600);
  await second.close();

  const third = await openAccounts({ databases });
  expect(await kids(third)).toHaveLength(1);
  expect((await third.call('GET /auth/profile', { as: before.accessToken })).status).toBe(401);
  const after = await login(third, before.user.email);
  expect((await third.call('GET /auth/profile', { as: after.accessToken })).status).toBe(200);
  expect(decode(after.accessToken.split('.')[0])['kid']).toBe((await kids(third))[0]);
  await third.close();
});

test('guests are strangers to each other and write nothing', async () => {
  const tokens = await Promise.all(Array.from({ length: 20 }, () => host.call('POST /auth/guest')));
  const ids = tokens.map((answer) => decode(answer.json<{ accessToken: string }>().accessToken.split('.')[1])['sub']);
  expect(new Set(ids).size).toBe(20);
  expect(await host.rows('accounts', 'select id from account where id = any($1::uuid[])', [ids])).toHaveLength(0);
});
