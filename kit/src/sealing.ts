/**
 * Seals an answer so that only who knows the request can read it: AES-256-GCM (NIST SP 800-38D)
 * under a key derived from the request's body by HKDF-SHA256 (RFC 5869). The body must hold a secret
 * of at least 128 random bits. Every seal has a salt, and so a key and a nonce, of its own.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const SALT_BYTES = 32;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The sealed text, as base64url of salt, cipher text and tag. `context` is what it belongs to; it opens nowhere else. */
export function seal(text: string, { secret, context }: { secret: string; context: string }): string {
  const salt = randomBytes(SALT_BYTES);
  const { key, nonce } = derive(secret, salt);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(context));
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([salt, hidden, cipher.getAuthTag()]).toString('base64url');
}

/** The text again. Throws when it was sealed with another secret or for another context, or was changed. */
export function unseal(sealed: string, { secret, context }: { secret: string; context: string }): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const { key, nonce } = derive(secret, bytes.subarray(0, SALT_BYTES));
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  return decipher.update(bytes.subarray(SALT_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}

function derive(secret: string, salt: Buffer): { key: Buffer; nonce: Buffer } {
  const bytes = Buffer.from(hkdfSync('sha256', secret, salt, 'usher sealed answer', KEY_BYTES + NONCE_BYTES));
  return { key: bytes.subarray(0, KEY_BYTES), nonce: bytes.subarray(KEY_BYTES) };
}
