/** Access tokens: short-lived EdDSA JWTs (RFC 9068 shape) that every service verifies by itself. */
import { KeyObject, sign } from 'node:crypto';
import type { z } from 'zod';
import type { User } from '@usher/contracts/accounts-shapes';
import { type Principal, TOKEN_AUDIENCE, TOKEN_ISSUER } from '@usher/kit/principal';
import type { AccountsKit } from './accounts-kit.ts';

/** The use under which the kit keeps the keys of user tokens. */
export const USER_TOKEN_KEY = 'user-token';

export interface AccessTokens {
  /** A token for one session, issued at that instant (RFC 3339, by the database's clock). */
  forUser(user: z.input<typeof User>, sessionId: string, issuedAt: string): Promise<string>;
  /** A token for somebody new who has no account. Touches no database. */
  forGuest(): Promise<string>;
}

const KEY_KEPT_MS = 30_000;

interface Signer {
  readonly header: string;
  readonly key: KeyObject;
  readonly until: number;
}

/** Makes the signer of access tokens; the current key is looked up again every 30 seconds. */
export async function createAccessTokens(kit: AccountsKit): Promise<AccessTokens> {
  let signer = await readSigner(kit);
  let reading: Promise<void> | undefined;

  async function issue(issuedAtMs: number, seconds: number, principal: Principal): Promise<string> {
    if (kit.clock.now() >= signer.until) {
      await (reading ??= readSigner(kit)
        .then((fresh) => {
          signer = fresh;
        })
        .finally(() => {
          reading = undefined;
        }));
    }
    const iat = Math.floor(issuedAtMs / 1000);
    const { id: sub, role, organizations, sessionId: sid } = principal;
    const exp = iat + seconds;
    const payload = encode({
      ...{ iss: TOKEN_ISSUER, aud: TOKEN_AUDIENCE, sub, role, organizations, sid },
      ...{ iat, exp, iatMs: issuedAtMs },
    });
    const text = `${signer.header}.${payload}`;
    // Signed on this thread: 26 µs, where the way through WebCrypto's thread pool costs 92 µs of CPU.
    const token = `${text}.${sign(null, Buffer.from(text), signer.key).toString('base64url')}`;
    kit.vouch(token, principal, issuedAtMs, exp * 1000);
    return token;
  }

  return {
    forUser: (user, sessionId, issuedAt) =>
      issue(Date.parse(issuedAt), kit.config.ACCESS_TOKEN_SECONDS, {
        id: user.id,
        role: user.role,
        organizations: Object.fromEntries(user.organizations.map(({ id, role }) => [id, role])),
        sessionId,
      }),
    forGuest: () =>
      issue(kit.clock.now(), kit.config.GUEST_TOKEN_SECONDS, {
        id: kit.clock.newId(),
        role: 'guest',
        organizations: {},
        sessionId: undefined,
      }),
  };
}

async function readSigner(kit: AccountsKit): Promise<Signer> {
  const { id, privateKey } = await kit.signingKey(USER_TOKEN_KEY);
  return {
    header: encode({ alg: 'EdDSA', typ: 'at+jwt', kid: id }),
    key: KeyObject.from(privateKey),
    until: kit.clock.now() + KEY_KEPT_MS,
  };
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
