import { randomBytes, randomInt, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CredentialPublicKey } from '../src/credential.ts';
import {
  CODE_LENGTH_MAX,
  credentialJwk,
  exportCredentialKey,
  importCredentialKey,
  newCredentialKey,
  readCredential,
  readCredentialJwk,
  signCredential,
} from '../src/credential.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const MUTATIONS = 10_000;
const key = newCredentialKey();
const keys: ReadonlyMap<string, CredentialPublicKey> = new Map([[key.keyId, key]]);
const claim = {
  ticketId: '0197e1a0-1111-7000-8000-00000000000a',
  eventId: '0197e1a0-2222-7000-8000-00000000000b',
  number: 3,
};
const issue = () => signCredential(key, { ...claim, random: randomBytes(16) });

/** Another code at one to three edits' distance: characters replaced, dropped, added or swapped. */
function mutate(code: string): string {
  let characters = Array.from(code);
  for (let edits = randomInt(1, 4); edits > 0; edits--) {
    const at = randomInt(characters.length);
    const letter = ALPHABET[randomInt(ALPHABET.length)] ?? 'A';
    const kind = randomInt(4);
    if (kind === 0) characters[at] = letter;
    else if (kind === 1) characters.splice(at, 1);
    else if (kind === 2) characters.splice(at, 0, letter);
    else characters = [...characters.slice(at), ...characters.slice(0, at)];
  }
  return characters.join('');
}

describe('a ticket code', () => {
  it('gives back what was signed', () => {
    const code = issue();
    expect(code).toHaveLength(162);
    expect(code).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(readCredential(code, keys)).toEqual({ ...claim, keyId: key.keyId });
  });

  it('differs between two credentials of one ticket even with the same number', () => {
    expect(issue()).not.toBe(issue());
  });

  it('is refused after any of ten thousand mutations', () => {
    const code = issue();
    for (let count = 0; count < MUTATIONS; count++) {
      const forged = mutate(code);
      if (forged !== code) expect(readCredential(forged, keys), forged).toBeUndefined();
    }
  });

  it('is refused in every other spelling of the same bytes', () => {
    const code = issue();
    const last = ALPHABET.indexOf(code.at(-1) ?? '');
    const bytes = Buffer.from(code, 'base64url');
    for (let spare = 1; spare < 16; spare++) {
      const other = code.slice(0, -1) + (ALPHABET[last ^ spare] ?? '');
      // 121 bytes leave 4 spare bits in the last character, so all these decode to the very same bytes.
      expect(Buffer.from(other, 'base64url')).toEqual(bytes);
      expect(readCredential(other, keys)).toBeUndefined();
    }
    for (const other of [`${code}=`, `${code}==`, ` ${code}`, `${code}\n`, code.toLowerCase(), code.toUpperCase()]) {
      expect(readCredential(other, keys)).toBeUndefined();
    }
    expect(readCredential(bytes.toString('base64'), keys)).toBeUndefined();
  });

  it('is refused when it is empty, oversized, cut, not text of a code, or of another version', () => {
    const code = issue();
    const bytes = Buffer.from(code, 'base64url');
    const versionTwo = Buffer.concat([Buffer.of(2), bytes.subarray(1, 57)]);
    const resigned = Buffer.concat([versionTwo, sign(null, versionTwo, key.privateKey)]).toString('base64url');
    const odd = ['', 'A', code.slice(0, -4), code + code, 'A'.repeat(CODE_LENGTH_MAX + 1), '\u0000', '🎫', resigned];
    for (const wrong of odd) expect(readCredential(wrong, keys), wrong).toBeUndefined();
  });

  it('is refused under a key that is not known, or known by another id', () => {
    const stranger = newCredentialKey();
    const code = signCredential(stranger, { ...claim, random: randomBytes(16) });
    expect(readCredential(code, keys)).toBeUndefined();
    expect(readCredential(code, new Map([[stranger.keyId, { ...key, keyId: stranger.keyId }]]))).toBeUndefined();
  });

  it('cannot be signed for ids, numbers or randomness of the wrong form', () => {
    const random = randomBytes(16);
    expect(() => signCredential(key, { ...claim, ticketId: 'x', random })).toThrow('UUID');
    expect(() => signCredential(key, { ...claim, number: 0, random })).toThrow('number');
    expect(() => signCredential(key, { ...claim, random: randomBytes(15) })).toThrow('16 random bytes');
  });
});

describe('a credential key', () => {
  it('survives the way to a database row and back', () => {
    const again = importCredentialKey(exportCredentialKey(key));
    expect(again.keyId).toBe(key.keyId);
    expect(readCredential(signCredential(again, { ...claim, random: randomBytes(16) }), keys)).toBeDefined();
  });

  it('travels to gates as a JWK without its secret half', () => {
    const jwk = credentialJwk(key);
    expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    const atTheGate = readCredentialJwk(jwk);
    expect(readCredential(issue(), new Map([[atTheGate.keyId, atTheGate]]))).toEqual({ ...claim, keyId: key.keyId });
  });

  it('is refused under a false name', () => {
    expect(() => readCredentialJwk({ ...credentialJwk(key), kid: '00000000' })).toThrow('calls itself');
  });
});
