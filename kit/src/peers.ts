/**
 * Service-to-service identity: a short-lived token signed with the caller's own key for one
 * audience. The callee reads the caller's public keys from the caller, and admits only services
 * that list it in their needs.
 */
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose';
import type { Clock } from './clock.ts';
import { RefusedError } from './refusal.ts';
import type { SigningKey } from './signing-keys.ts';

const TOKEN_SECONDS = 60;
const KEYS_KEPT_MS = 30_000;
const REREAD_AFTER_MS = 1_000;
/** Keys of a caller that cannot be asked for its newer ones are taken as good for so long. */
const KEYS_KEPT_MS_MAX = 300_000;

/** Makes tokens for one audience, each used until half its life has passed. */
export function peerTokens(options: {
  caller: string;
  audience: string;
  key(): Promise<SigningKey>;
  clock: Clock;
}): () => Promise<string> {
  let current: { token: string; until: number } | undefined;
  return async () => {
    const now = options.clock.now();
    if (current && current.until > now) return current.token;
    const key = await options.key();
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'EdDSA', typ: 'svc+jwt', kid: key.id })
      .setIssuer(options.caller)
      .setAudience(options.audience)
      .setIssuedAt(Math.floor(now / 1000))
      .setExpirationTime(Math.floor(now / 1000) + TOKEN_SECONDS)
      .sign(key.privateKey);
    current = { token, until: now + (TOKEN_SECONDS * 1000) / 2 };
    return token;
  };
}

/**
 * Verifies peers' tokens for one audience. Gives the caller's name, or undefined. Throws RefusedError
 * when the caller's keys are not known and it does not give them: then nothing can be said of the token.
 */
export function peerVerifier(options: {
  audience: string;
  keysOf(peer: string): Promise<JSONWebKeySet | undefined>;
  clock: Clock;
}): (token: string) => Promise<string | undefined> {
  const kept = new Map<string, { keys: JSONWebKeySet; readAt: number }>();
  return async (token) => {
    try {
      const peer = decodeJwt(token).iss ?? '';
      const { kid } = decodeProtectedHeader(token);
      let known = kept.get(peer);
      const age = known ? options.clock.now() - known.readAt : Infinity;
      // A key we have not seen: the peer may have a new one. At most one look a second, for the made-up ones.
      const strange = known?.keys.keys.every((key) => key.kid !== kid) === true && age > REREAD_AFTER_MS;
      if (!known || age > KEYS_KEPT_MS || strange) {
        const keys = await options.keysOf(peer).catch((error: unknown) => {
          if (!known || age > KEYS_KEPT_MS_MAX) throw error;
          return known.keys;
        });
        if (!keys) return undefined;
        if (keys !== known?.keys) {
          known = { keys, readAt: options.clock.now() };
          kept.set(peer, known);
        }
      }
      await jwtVerify(token, createLocalJWKSet(known.keys), {
        algorithms: ['EdDSA'],
        typ: 'svc+jwt',
        issuer: peer,
        audience: options.audience,
        requiredClaims: ['exp', 'iat'],
        clockTolerance: 5,
        currentDate: new Date(options.clock.now()),
      });
      return peer;
    } catch (error) {
      if (error instanceof RefusedError) throw error;
      return undefined;
    }
  };
}
