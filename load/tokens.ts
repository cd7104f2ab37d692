/** Guests who were there before the measurement begins: given by the installation, or signed with its key. */
import { createPrivateKey, type JsonWebKey, randomUUID, sign } from 'node:crypto';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '@usher/kit/principal';
import type { GuestSession } from '../tests/shapes.ts';
import { openApi } from './api.ts';
import type { Installation } from './installation.ts';

/** Tokens of so many new guests. */
export async function guestTokens(url: string, count: number): Promise<string[]> {
  const api = openApi(url, 16);
  const tokens: string[] = [];
  while (tokens.length < count) {
    const some = Array.from({ length: Math.min(64, count - tokens.length) }, () =>
      api.must<GuestSession>(201, 'POST /auth/guest'),
    );
    tokens.push(...(await Promise.all(some)).map(({ accessToken }) => accessToken));
  }
  await api.close();
  return tokens;
}

const TOKEN_SECONDS = 86_400;

/**
 * Tokens of so many guests without asking for any: signed with the key accounts keeps, so that a hundred thousand can
 * stand at the door in the same minute.
 */
export async function signedTokens({ rows }: Installation, count: number): Promise<string[]> {
  const [kept] = await rows<{ id: string; private_jwk: JsonWebKey }>(
    'accounts',
    `select id, private_jwk from signing_key where use = 'user-token' and retired_at is null order by created_at desc limit 1`,
  );
  if (!kept) throw new Error('accounts has no key for user tokens');
  const key = createPrivateKey({ key: kept.private_jwk, format: 'jwk' });
  const iatMs = Date.now();
  const iat = Math.floor(iatMs / 1000);
  const claims = { iss: TOKEN_ISSUER, aud: TOKEN_AUDIENCE, role: 'guest', organizations: {} };
  const header = encoded({ alg: 'EdDSA', typ: 'at+jwt', kid: kept.id });
  return Array.from({ length: count }, () => {
    const text = `${header}.${encoded({ ...claims, sub: randomUUID(), iat, exp: iat + TOKEN_SECONDS, iatMs })}`;
    return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
  });
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
