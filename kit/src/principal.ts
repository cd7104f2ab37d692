/**
 * Who is calling. Every service verifies user tokens itself: EdDSA signatures by the keys accounts
 * publishes, one algorithm, one token type, issuer and audience pinned. A verified token is
 * remembered by its hash for some minutes; a revocation beats the memory, and a key that is no longer
 * published ends it.
 */
import { hash as digest } from 'node:crypto';
import type { Role } from '@usher/contracts/contract';
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Clock } from './clock.ts';

export interface Principal {
  /** The user's or guest's id: what owns holds, orders and tickets. */
  readonly id: string;
  readonly role: Role;
  /** Organizations this person belongs to, with the role there. */
  readonly organizations: Readonly<Record<string, 'organizer' | 'operator'>>;
  readonly sessionId: string | undefined;
}

/** Tokens of a subject (or of one session) issued before an instant are void. */
export interface Revocation {
  readonly subjectId: string;
  readonly sessionId: string | null;
  readonly before: string;
}

/** What accounts vouches for: its public keys, and the tokens it took back. */
export interface Trust {
  readonly keys: JSONWebKeySet;
  readonly revocations: readonly Revocation[];
}

export const TOKEN_ISSUER = 'usher';
export const TOKEN_AUDIENCE = 'usher';
const TOKEN_CHARS_MAX = 4_096;
const REMEMBERED_MAX = 200_000;
/** Who waits in line asks twice a minute: that should not cost a signature each time. */
const REMEMBER_MS = 600_000;

export interface PrincipalVerifier {
  /** The principal of a token, or undefined when it is forged, expired, revoked or not a user token. */
  verify(token: string): Promise<Principal | undefined>;
  /** Remembers a token that this very process has just signed: it need not check its own signature. */
  vouch(token: string, principal: Principal, issuedAtMs: number, expiresAtMs: number): void;
  /** False until keys and revocations were read once. */
  isReady(): boolean;
  /** Reads keys and revocations again; called on a fact and every few seconds. */
  refresh(): Promise<void>;
}

interface Remembered {
  readonly principal: Principal;
  readonly issuedAt: number;
  readonly until: number;
}

/** Makes a verifier over a source of trust (accounts, in this process or far away). */
export function createPrincipalVerifier(options: { trust(): Promise<Trust>; clock: Clock }): PrincipalVerifier {
  const remembered = new Map<string, Remembered>();
  const known = new KnownTrust(options, () => {
    remembered.clear();
  });
  const remember = (hash: string, seen: Remembered): void => {
    if (remembered.size >= REMEMBERED_MAX) remembered.delete(remembered.keys().next().value ?? '');
    remembered.set(hash, seen);
  };
  return {
    vouch(token, principal, issuedAt, expiresAtMs) {
      const until = Math.min(expiresAtMs, options.clock.now() + REMEMBER_MS);
      remember(hashOf(token), { principal, issuedAt, until });
    },
    isReady: () => known.isRead(),
    refresh: () => known.refresh(),
    async verify(token) {
      if (token.length > TOKEN_CHARS_MAX || !isCanonical(token)) return undefined;
      const hash = hashOf(token);
      let seen = remembered.get(hash);
      if (!seen || seen.until <= options.clock.now()) {
        remembered.delete(hash);
        seen = await known.check(token);
        if (!seen) return undefined;
        remember(hash, seen);
      }
      return known.isRevoked(seen) ? undefined : seen.principal;
    },
  };
}

const hashOf = (token: string): string => digest('sha256', token, 'base64');

/** Accounts' keys and revocations as last read; says when a key was withdrawn. */
class KnownTrust {
  readonly #options: { trust(): Promise<Trust>; clock: Clock };
  readonly #withdrawn: () => void;
  #keyIds: readonly (string | undefined)[] = [];
  #keys: ReturnType<typeof createLocalJWKSet> | undefined;
  #revoked = new Map<string, number>();
  #refreshing: Promise<void> | undefined;
  #refreshedAt = 0;

  constructor(options: { trust(): Promise<Trust>; clock: Clock }, withdrawn: () => void) {
    this.#options = options;
    this.#withdrawn = withdrawn;
  }

  /** A look that begins after this call: one already under way may have read before the change. */
  async refresh(): Promise<void> {
    await this.#refreshing?.catch(() => undefined);
    await (this.#refreshing ??= this.#read().finally(() => {
      this.#refreshing = undefined;
    }));
  }

  isRead(): boolean {
    return this.#keys !== undefined;
  }

  isRevoked({ principal, issuedAt }: Remembered): boolean {
    return [principal.id, principal.sessionId].some(
      (subject) => subject !== undefined && issuedAt < (this.#revoked.get(subject) ?? 0),
    );
  }

  /** The principal of a token, or undefined for any token that is not one of accounts'. */
  async check(token: string): Promise<Remembered | undefined> {
    if (!this.#keys) await this.refresh();
    try {
      return await this.#verify(token);
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      // A key we have not seen yet: accounts may have rotated. At most one look a second.
      const fresh = this.#options.clock.now() - this.#refreshedAt < 1_000;
      if (!(error instanceof errors.JWKSNoMatchingKey) || fresh) return undefined;
    }
    await this.refresh();
    return this.#verify(token).catch(() => undefined);
  }

  async #read(): Promise<void> {
    const trust = await this.#options.trust();
    const keyIds = trust.keys.keys.map(({ kid }) => kid);
    if (this.#keyIds.some((id) => !keyIds.includes(id))) this.#withdrawn();
    this.#keyIds = keyIds;
    this.#keys = createLocalJWKSet(trust.keys);
    this.#revoked = new Map(trust.revocations.map((r) => [r.sessionId ?? r.subjectId, Date.parse(r.before)]));
    this.#refreshedAt = this.#options.clock.now();
  }

  async #verify(token: string): Promise<Remembered | undefined> {
    if (!this.#keys) return undefined;
    const now = this.#options.clock.now();
    const { payload } = await jwtVerify(token, this.#keys, {
      algorithms: ['EdDSA'],
      typ: 'at+jwt',
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      requiredClaims: ['sub', 'exp', 'iat', 'role'],
      clockTolerance: 5,
      currentDate: new Date(now),
    });
    const principal: Principal = {
      id: payload.sub ?? '',
      role: payload['role'] as Role,
      organizations: (payload['organizations'] ?? {}) as Principal['organizations'],
      sessionId: payload['sid'] as string | undefined,
    };
    // `iat` has whole seconds; `iatMs` lets a revocation and a new login fall in the same second.
    const issuedAt = (payload['iatMs'] as number | undefined) ?? (payload.iat ?? 0) * 1000;
    return { principal, issuedAt, until: Math.min((payload.exp ?? 0) * 1000, now + REMEMBER_MS) };
  }
}

/** The last character of a signature has spare bits: with any but zero it would be a second spelling of the same token. */
function isCanonical(token: string): boolean {
  const signature = token.slice(token.lastIndexOf('.') + 1);
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}

/** True when the principal has one of the roles, anywhere; an admin has them all. */
export function hasRole(principal: Principal, roles: readonly Role[]): boolean {
  if (principal.role === 'admin' || roles.includes(principal.role)) return true;
  return Object.values(principal.organizations).some((role) => roles.includes(role));
}

/** True when the principal has one of the roles in that organization; an admin always. */
export function worksFor(
  principal: Principal,
  organizationId: string,
  roles: readonly ('organizer' | 'operator')[],
): boolean {
  if (principal.role === 'admin') return true;
  const role = principal.organizations[organizationId];
  return role !== undefined && roles.includes(role);
}
