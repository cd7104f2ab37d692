/** Opaque tokens (refresh, password reset): 256 random bits for the owner, their SHA-256 for us. */
import { createHash, randomBytes } from 'node:crypto';

export interface SecretToken {
  readonly text: string;
  readonly hash: Buffer;
}

/** A new token. Only its hash is stored: who reads the database cannot use it. */
export function makeSecretToken(): SecretToken {
  const text = randomBytes(32).toString('base64url');
  return { text, hash: hashOf(text) };
}

/** What a token is stored under. A quick hash does: 256 random bits cannot be guessed. */
export function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
