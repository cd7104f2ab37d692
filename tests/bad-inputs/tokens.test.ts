/** G2: tokens that were forged, bent, outlived or meant for something else. */
import { createHmac } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, test } from 'vitest';
import { caller, type Person, register, signIn } from '../callers.ts';
import { isRefused, sendAsIs } from './requests.ts';

const anyone = caller();
let mira: Person;
beforeAll(async () => {
  mira = await register();
});

/** The parts of Mira's own token, to be put together wrongly. */
const claims = () =>
  JSON.parse(Buffer.from(mira.token!.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
const header = () =>
  JSON.parse(Buffer.from(mira.token!.split('.')[0]!, 'base64url').toString()) as {
    alg: string;
    kid: string;
    typ: string;
  };
const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
const signature = () => mira.token!.split('.')[2]!;
const isNobody = async (token: string) => (await caller(token).get('/auth/profile')).refuses(401, 'invalid_token');

test.each(['none', 'None', 'nOnE'])('G2-35: a token is refused when its algorithm is %s', async (alg) => {
  await isNobody(`${encode({ ...header(), alg })}.${encode(claims())}.`);
  await isNobody(`${encode({ ...header(), alg })}.${encode(claims())}.${signature()}`);
  await isNobody(new UnsecuredJWT(claims()).encode());
});

test('G2-37: a token is refused when it is signed with a shared secret: empty, or the public key', async () => {
  const { keys } = (await anyone.get('/auth/keys')).is<{ keys: { x: string }[] }>(200);
  for (const secret of ['', keys[0]!.x, JSON.stringify(keys[0])]) {
    const signed = `${encode({ ...header(), alg: 'HS256' })}.${encode(claims())}`;
    await isNobody(`${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`);
  }
});

test('G2-39: a token is refused when it names a key with SQL or a path', async () => {
  for (const kid of ["x' union select 'a", '../../dev/null', 'x'.repeat(2_000)]) {
    await isNobody(`${encode({ ...header(), kid })}.${encode(claims())}.${signature()}`);
  }
});

test('G2-41: a token is refused when it brings its own key', async () => {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = await exportJWK(pair.publicKey);
  const sign = (more: Record<string, unknown>) =>
    new SignJWT(claims()).setProtectedHeader({ ...header(), ...more }).sign(pair.privateKey);
  for (const more of [{}, { jwk }, { jku: 'https://keys.example/all.json' }, { kid: 'mine', jwk }])
    await isNobody(await sign(more));
});

test('G2-43: a token is refused when it asks for an extension nobody knows', async () => {
  await isNobody(`${encode({ ...header(), crit: ['exp', 'b64', 'x'], x: 1 })}.${encode(claims())}.${signature()}`);
});

test('G2-45: a token is refused when a bit of its signature is another, also one that does not count', async () => {
  const token = mira.token!;
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(token.at(-1)!);
  for (const other of [last ^ 1, last ^ 2, last ^ 8, last ^ 32]) await isNobody(token.slice(0, -1) + alphabet[other]!);
  await isNobody(`${token}=`);
  await isNobody(token.slice(0, -1));
});

test.each([
  ['G2-47', 'is not valid yet', { nbf: 4_000_000_000 }],
  ['G2-49', 'never ends', { exp: undefined }],
  ['G2-49', 'has ended', { exp: 1_000_000_000 }],
  ['G2-51', 'is for another service', { aud: 'payments' }],
  ['G2-51', 'is by another issuer', { iss: 'https://login.example' }],
  ['G2-35', 'makes its holder an admin', { role: 'admin' }],
])('%s: a token is refused when it %s, whoever signed it', async (_id, _what, change) => {
  await isNobody(`${encode(header())}.${encode({ ...claims(), ...change })}.${signature()}`);
  const { privateKey } = await generateKeyPair('EdDSA');
  await isNobody(
    await new SignJWT({ ...claims(), ...(change as JWTPayload) }).setProtectedHeader(header()).sign(privateKey),
  );
});

test('G2-53: a token is refused when it is a token for something else', async () => {
  await isNobody(mira.session.refreshToken);
  await isNobody(`${encode({ ...header(), typ: 'JWT' })}.${encode(claims())}.${signature()}`);
});

test('G2-55: a token is refused when it is longer than any token', async () => {
  const path = '/api/auth/profile';
  isRefused(await sendAsIs('GET', path, { headers: { authorization: `Bearer ${'a'.repeat(8_000)}` } }), [401]);
  const answer = await sendAsIs('GET', path, { headers: { authorization: `Bearer ${'a'.repeat(20_000)}` } });
  isRefused(answer, [431]);
});

test.each([
  'Bearer TOKEN junk',
  'Bearer TOKEN,',
  'Bearer',
  'Basic TOKEN',
  'TOKEN',
  'Bearer TOKEN TOKEN',
  'Bearer a.b',
  'Bearer ..',
])('G2-57: nobody is signed in by the header "%s"', async (text) => {
  (await anyone.get('/auth/profile', { headers: { authorization: text.replaceAll('TOKEN', mira.token!) } })).refuses(
    401,
    'invalid_token',
  );
  (await anyone.get('/events', { headers: { authorization: text.replaceAll('TOKEN', mira.token!) } })).refuses(
    401,
    'invalid_token',
  );
});

test('G2-61: a token is refused when its session was ended', async () => {
  const { session } = await signIn(mira.email);
  (await anyone.post('/auth/logout', { refreshToken: session.refreshToken })).is(204);
  await isNobody(session.accessToken);
});
