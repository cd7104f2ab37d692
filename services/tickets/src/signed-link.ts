/**
 * Links that open without signing in: what they give and until when, and an HMAC-SHA-256 over both.
 *
 * base64url, in its one canonical spelling, of 55 bytes, 74 characters:
 *
 *   offset  0  what it gives, 1 byte: 1 one ticket, 2 all tickets of an order
 *   offset  1  the ticket's or order's id, 16 bytes
 *   offset 17  the second since the epoch at which it ends, 6 bytes, big endian
 *   offset 23  HMAC, 32 bytes
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link gives. */
export interface LinkTarget {
  readonly kind: 'ticket' | 'order';
  readonly id: string;
  readonly expiresAtSeconds: number;
}

const KINDS = { ticket: 1, order: 2 } as const;
const PAYLOAD_BYTES = 23;
const MAC_BYTES = 32;

/** The text of a link. */
export function signLink(secret: Uint8Array, { kind, id, expiresAtSeconds }: LinkTarget): string {
  const payload = Buffer.alloc(PAYLOAD_BYTES);
  payload.writeUInt8(KINDS[kind], 0);
  payload.write(id.replaceAll('-', ''), 1, 'hex');
  payload.writeUIntBE(expiresAtSeconds, 17, 6);
  return Buffer.concat([payload, macOf(secret, payload)]).toString('base64url');
}

/** What a link gives; undefined when a single character of it is not ours. Whether it has ended is the caller's question. */
export function readLink(secret: Uint8Array, link: string): LinkTarget | undefined {
  const bytes = Buffer.from(link, 'base64url');
  if (bytes.length !== PAYLOAD_BYTES + MAC_BYTES || bytes.toString('base64url') !== link) return undefined;
  const payload = bytes.subarray(0, PAYLOAD_BYTES);
  if (!timingSafeEqual(macOf(secret, payload), bytes.subarray(PAYLOAD_BYTES))) return undefined;
  const hex = payload.toString('hex', 1, 17);
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  const kind = payload[0] === KINDS.ticket ? 'ticket' : 'order';
  return { kind, id, expiresAtSeconds: payload.readUIntBE(17, 6) };
}

function macOf(secret: Uint8Array, payload: Uint8Array): Buffer {
  return createHmac('sha256', secret).update('usher download link 1\0').update(payload).digest();
}
