/**
 * The ticket code: what the QR holds and what a gate verifies offline with a public key only.
 *
 * base64url of 57 payload bytes and a 64-byte Ed25519 signature (RFC 8032) over them, 162 characters:
 *
 *   offset  0  version, 1 byte, always 1
 *   offset  1  key id, 4 bytes
 *   offset  5  ticket id, 16 bytes
 *   offset 21  event id, 16 bytes
 *   offset 37  credential number, 4 bytes, big endian, from 1
 *   offset 41  random, 16 bytes, so that a code cannot be guessed even by who holds all the ids
 *   offset 57  signature, 64 bytes
 */
import type { KeyObject } from 'node:crypto';
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';

/** A signing key in memory. `keyId` is 8 hex digits: the first 4 bytes of SHA-256 of the raw public key. */
export interface CredentialKey {
  keyId: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** The public half in memory: all that reading a code needs. */
export type CredentialPublicKey = Pick<CredentialKey, 'keyId' | 'publicKey'>;

/** A public key as gates and the JWKS carry it (RFC 8037). */
export interface CredentialJwk {
  kty: 'OKP';
  crv: 'Ed25519';
  alg: 'EdDSA';
  use: 'sig';
  kid: string;
  x: string;
}

/** What a genuine code says. `number` grows by one each time the ticket's credential is replaced. */
export interface Credential {
  ticketId: string;
  eventId: string;
  number: number;
  keyId: string;
}

export const CODE_LENGTH_MAX = 400;
const VERSION = 1;
const RANDOM_BYTES = 16;
const PAYLOAD_BYTES = 57;
const SIGNATURE_BYTES = 64;
const NUMBER_MAX = 0xffff_ffff;
const BASE64URL = /^[A-Za-z0-9_-]+$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The ticket code of one credential. `random` is 16 bytes of the caller's node:crypto randomness.
 * Throws when an id, the number or the randomness has the wrong form: that is a bug, never a refusal.
 */
export function signCredential(
  key: CredentialKey,
  claim: { ticketId: string; eventId: string; number: number; random: Uint8Array },
): string {
  const { number, random } = claim;
  if (!Number.isInteger(number) || number < 1 || number > NUMBER_MAX) {
    throw new Error(`credential: ${number} is not a credential number`);
  }
  if (random.length !== RANDOM_BYTES) throw new Error(`credential: needs ${RANDOM_BYTES} random bytes`);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(number);
  const payload = Buffer.concat([
    Buffer.of(VERSION),
    Buffer.from(key.keyId, 'hex'),
    uuidBytes(claim.ticketId),
    uuidBytes(claim.eventId),
    count,
    random,
  ]);
  return Buffer.concat([payload, sign(null, payload, key.privateKey)]).toString('base64url');
}

/**
 * Reads a scanned code. Undefined for whatever is not exactly a code signed by one of `keys` (by key id):
 * oversized, not base64url in its one canonical spelling, cut, of an unknown version or key, or forged.
 * Never throws. Whether the credential is still the ticket's current one is for the caller to know.
 */
export function readCredential(code: string, keys: ReadonlyMap<string, CredentialPublicKey>): Credential | undefined {
  if (typeof code !== 'string' || code.length > CODE_LENGTH_MAX || !BASE64URL.test(code)) return undefined;
  const bytes = Buffer.from(code, 'base64url');
  if (bytes.length !== PAYLOAD_BYTES + SIGNATURE_BYTES || bytes[0] !== VERSION) return undefined;
  // Two spellings of one code would be two rows in a revocation list: the spare bits of the last character must be 0.
  if (bytes.toString('base64url') !== code) return undefined;
  const keyId = bytes.toString('hex', 1, 5);
  const key = keys.get(keyId);
  const payload = bytes.subarray(0, PAYLOAD_BYTES);
  if (!key || !verify(null, payload, key.publicKey, bytes.subarray(PAYLOAD_BYTES))) return undefined;
  return { ticketId: uuidAt(bytes, 5), eventId: uuidAt(bytes, 21), number: bytes.readUInt32BE(37), keyId };
}

/** A fresh Ed25519 signing key from the system's randomness. */
export function newCredentialKey(): CredentialKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { keyId: keyIdOf(publicKey), privateKey, publicKey };
}

/** The private key as PKCS #8 PEM, the form a database row keeps. It is a secret: never log it. */
export function exportCredentialKey(key: CredentialKey): string {
  return key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The signing key of a stored PEM. Throws when it is not an Ed25519 private key. */
export function importCredentialKey(pem: string): CredentialKey {
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('credential: the stored key is not Ed25519');
  const publicKey = createPublicKey(privateKey);
  return { keyId: keyIdOf(publicKey), privateKey, publicKey };
}

/** The public key as a gate fetches it. */
export function credentialJwk(key: CredentialPublicKey): CredentialJwk {
  return { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: key.keyId, x: rawPublicKey(key.publicKey) };
}

/** The public key of a JWK. Throws when it is no Ed25519 key or its `kid` is not its own. */
export function readCredentialJwk(jwk: CredentialJwk): CredentialPublicKey {
  const publicKey = createPublicKey({ key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x }, format: 'jwk' });
  const keyId = keyIdOf(publicKey);
  if (keyId !== jwk.kid) throw new Error(`credential: key ${jwk.kid} calls itself ${keyId}`);
  return { keyId, publicKey };
}

function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256').update(rawPublicKey(publicKey), 'base64url').digest('hex').slice(0, 8);
}

function rawPublicKey(publicKey: KeyObject): string {
  const { x, crv } = publicKey.export({ format: 'jwk' });
  if (crv !== 'Ed25519' || x === undefined) throw new Error('credential: the key is not Ed25519');
  return x;
}

function uuidBytes(id: string): Buffer {
  if (!UUID.test(id)) throw new Error(`credential: ${id} is not a lower-case UUID`);
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function uuidAt(bytes: Buffer, offset: number): string {
  const hex = bytes.toString('hex', offset, offset + 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
