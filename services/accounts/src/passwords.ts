/** Password hashes, in a lane of their own so that a crowd signing in never starves a sale. */
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { ConfigOf } from '@usher/kit/config';
import { type Lane, openLane } from '@usher/kit/lane';
import type { config } from './config.ts';

/** Argon2id, the library's default variant, as OWASP's password storage cheat sheet has it: m = 19 MiB, t = 2, p = 1. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export interface Passwords {
  /** Waits for a place among the few; throws `overloaded` when too many wait already. Everything below runs inside. */
  readonly lane: Lane;
  /** The hash to store, in the PHC format. */
  hash(password: string): Promise<string>;
  /** True when the password is the one; takes as long for an account that does not exist. */
  matches(stored: string | undefined, password: string): Promise<boolean>;
}

/** Opens the lane and prepares the hash unknown accounts are compared with. */
export async function createPasswords(limits: ConfigOf<typeof config>): Promise<Passwords> {
  const nobodys = await hashPassword(randomBytes(32).toString('base64url'));
  return {
    lane: openLane({
      name: 'passwords',
      atOnce: limits.PASSWORD_HASHES_AT_ONCE,
      waitingMax: limits.PASSWORD_HASHES_WAITING_MAX,
    }),
    hash: hashPassword,
    async matches(stored, password) {
      const same = await verify(stored ?? nobodys, password.normalize('NFC'));
      return same && stored !== undefined;
    },
  };
}

/** Hashes outside any lane, for the seed. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), COST);
}
