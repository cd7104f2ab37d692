import { movableClock } from '@usher/kit/clock';
import {
  createPrincipalVerifier,
  type Revocation,
  TOKEN_AUDIENCE,
  TOKEN_ISSUER,
  type Trust,
} from '@usher/kit/principal';
import { SignJWT, UnsecuredJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSigner, type TestSigner } from './signer.ts';

const ANN = '0198c0de-0000-7000-8000-00000000000a';

describe('who is calling', () => {
  let clock: ReturnType<typeof movableClock>;
  let signer: TestSigner;
  let reads: number;
  let trusted: TestSigner[];
  let revocations: Revocation[];
  let verifier: ReturnType<typeof createPrincipalVerifier>;
  beforeEach(async () => {
    clock = movableClock(Date.parse('2030-01-01T00:00:00Z'));
    signer = await createSigner(clock.now);
    trusted = [signer];
    revocations = [];
    reads = 0;
    const trust = async (): Promise<Trust> => {
      reads += 1;
      return { keys: { keys: trusted.map((one) => one.publicJwk) }, revocations };
    };
    verifier = createPrincipalVerifier({ trust, clock });
  });
  const revoke = (subjectId: string, sessionId: string | null, beforeMs: number) => {
    revocations.push({ subjectId, sessionId, before: new Date(beforeMs).toISOString() });
    return verifier.refresh();
  };

  it('is told by a token of accounts', async () => {
    const principal = await verifier.verify(await signer.token({ sessionId: 'session 1' }));
    expect(principal).toEqual({ id: ANN, role: 'customer', organizations: {}, sessionId: 'session 1' });
  });

  it('is not told by a token that is forged in any way', async () => {
    const good = await signer.token();
    const [head = '', claims = '', signature = ''] = good.split('.');
    const claim = { role: 'admin', organizations: {} };
    const now = clock.now() / 1000;
    const hmac = new SignJWT(claim)
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: signer.publicJwk.kid ?? '' })
      .setSubject(ANN)
      .setIssuer(TOKEN_ISSUER)
      .setAudience(TOKEN_AUDIENCE)
      .setIssuedAt(now)
      .setExpirationTime(now + 900);
    const forgeries = [
      await (await createSigner(clock.now)).token(),
      await signer.token({ type: 'svc+jwt' }),
      await signer.token({ type: 'JWT' }),
      await signer.token({ issuer: 'elsewhere' }),
      await signer.token({ audience: 'elsewhere' }),
      await signer.token({ expiresInSeconds: -10 }),
      await hmac.sign(Buffer.from(signer.publicJwk.x ?? '', 'base64url')),
      new UnsecuredJWT(claim).setSubject(ANN).setIssuer(TOKEN_ISSUER).setAudience(TOKEN_AUDIENCE).encode(),
      `${head}.${Buffer.from(JSON.stringify({ sub: ANN, role: 'admin' })).toString('base64url')}.${signature}`,
      `${head}.${claims}.`,
      respelt(good),
      'x'.repeat(5_000),
      '',
    ];
    for (const forgery of forgeries) expect(await verifier.verify(forgery), forgery).toBeUndefined();
    expect(await verifier.verify(good)).toBeDefined();
  });

  it('is not remembered beyond the token, nor beyond the key it was signed by', async () => {
    const next = await createSigner(clock.now);
    const [token, short, another] = [
      await signer.token(),
      await signer.token({ expiresInSeconds: 30 }),
      await next.token(),
    ];
    trusted = [signer, next];
    for (const one of [token, short, another]) expect(await verifier.verify(one)).toBeDefined();
    clock.advance(36_000);
    expect(await verifier.verify(token)).toBeDefined();
    expect(await verifier.verify(short)).toBeUndefined();
    trusted = [next];
    await verifier.refresh();
    expect(await verifier.verify(token)).toBeUndefined();
    expect(await verifier.verify(another)).toBeDefined();
  });

  it('is forgotten as soon as the person is revoked, but not who signs in again after', async () => {
    const before = await signer.token();
    expect(await verifier.verify(before)).toBeDefined();
    clock.advance(200);
    await revoke(ANN, null, clock.now());
    expect(await verifier.verify(before)).toBeUndefined();
    // In the same second as the revocation: milliseconds decide.
    expect(await verifier.verify(await signer.token())).toBeDefined();
  });

  it('is forgotten in one session only when that session is revoked', async () => {
    const [phone, desk] = [await signer.token({ sessionId: 'phone' }), await signer.token({ sessionId: 'desk' })];
    clock.advance(1_000);
    await revoke(ANN, 'phone', clock.now());
    expect(await verifier.verify(phone)).toBeUndefined();
    expect(await verifier.verify(desk)).toBeDefined();
  });

  it('is told by a new key of accounts at once, and strange keys make it ask once a second at most', async () => {
    await verifier.verify(await signer.token());
    const next = await createSigner(clock.now);
    const stranger = await createSigner(clock.now);
    trusted = [next, signer];
    clock.advance(1_500);
    expect(await verifier.verify(await next.token())).toBeDefined();
    expect(reads).toBe(2);
    for (let i = 0; i < 20; i += 1) expect(await verifier.verify(await stranger.token())).toBeUndefined();
    expect(reads).toBe(2);
  });
});

/** Another spelling of the same signature: the last character's spare bits changed. */
function respelt(token: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = letters.indexOf(token.at(-1) ?? '');
  return `${token.slice(0, -1)}${letters[last + 1] ?? ''}`;
}
