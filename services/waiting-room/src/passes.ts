/**
 * Passes: the signed permission to hold seats of one event, for one buyer, until a given second. Ed25519 (RFC 8037)
 * over a JWT, so the same pass comes out however often it is asked for, at whichever copy.
 */
import { SignJWT } from 'jose';
import type { Entry } from './entries.ts';
import type { WaitingRoomKit } from './waiting-room-kit.ts';

export interface PassPress {
  /** By which seats verifies. */
  readonly publicKey: { readonly id: string; readonly x: string };
  /** The entry's pass until then, in milliseconds since the epoch; it is remembered with the entry. */
  passFor(entry: Entry, pass: { eventId: string; ownerId: string; until: number }): Promise<string>;
}

/** Opens the service's own key. */
export async function openPassPress(kit: WaitingRoomKit): Promise<PassPress> {
  const { id, privateKey, publicJwk } = await kit.signingKey('pass');
  const { x } = publicJwk;
  if (x === undefined) throw new Error(`signing key ${id} has no public half`);
  return {
    publicKey: { id, x },
    async passFor(entry, { eventId, ownerId, until }) {
      if (entry.pass?.until === until) return entry.pass.text;
      const text = await new SignJWT({ event: eventId, entry: entry.id })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'pass+jwt', kid: id })
        .setSubject(ownerId)
        .setExpirationTime(Math.floor(until / 1_000))
        .sign(privateKey);
      entry.pass = { text, until };
      return text;
    },
  };
}
