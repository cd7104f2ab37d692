/** User tokens signed as accounts would, and in every way accounts would not. */
import { systemClock } from '@usher/kit/clock';
import { TOKEN_AUDIENCE, TOKEN_ISSUER, type Trust } from '@usher/kit/principal';
import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export interface TokenFaults {
  readonly type?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly issuedAtMs?: number;
  readonly expiresInSeconds?: number;
  readonly subject?: string;
  readonly role?: string;
  readonly sessionId?: string;
}
export interface TestSigner {
  readonly publicJwk: JWK;
  readonly privateKey: CryptoKey;
  trust(): Promise<Trust>;
  token(faults?: TokenFaults): Promise<string>;
}

/** A key and the tokens it signs. */
export async function createSigner(now: () => number = systemClock.now): Promise<TestSigner> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const publicJwk = { ...jwk, kid, alg: 'EdDSA', use: 'sig' };
  return {
    publicJwk,
    privateKey,
    trust: async () => ({ keys: { keys: [publicJwk] }, revocations: [] }),
    token(faults = {}) {
      const issuedAt = faults.issuedAtMs ?? now();
      const session = faults.sessionId === undefined ? {} : { sid: faults.sessionId };
      return new SignJWT({ role: faults.role ?? 'customer', organizations: {}, iatMs: issuedAt, ...session })
        .setProtectedHeader({ alg: 'EdDSA', typ: faults.type ?? 'at+jwt', kid })
        .setSubject(faults.subject ?? '0198c0de-0000-7000-8000-00000000000a')
        .setIssuer(faults.issuer ?? TOKEN_ISSUER)
        .setAudience(faults.audience ?? TOKEN_AUDIENCE)
        .setIssuedAt(Math.floor(issuedAt / 1000))
        .setExpirationTime(Math.floor(issuedAt / 1000) + (faults.expiresInSeconds ?? 900))
        .sign(privateKey);
    },
  };
}
