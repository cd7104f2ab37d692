/** The signature on Testcard's webhooks: `t=<unix seconds>,v1=<hex HMAC-SHA-256 of "t.body">`. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the signed time may be from ours, either way. */
const TOLERANCE_SECONDS = 300;

/** True when one of the header's signatures is the secret's own over these bytes, at about this time. Compares in constant time. */
export function isSignedBy(secret: string, bytes: Buffer, header: string | undefined, nowMs: number): boolean {
  const parts = (header ?? '').split(',').map((part) => part.trim().split('=', 2));
  const at = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(at) || Math.abs(nowMs / 1_000 - Number(at)) > TOLERANCE_SECONDS) return false;
  const right = createHmac('sha256', secret).update(`${at}.`).update(bytes).digest();
  return parts.some(
    ([name, hex = '']) =>
      name === 'v1' && /^[0-9a-f]{64}$/.test(hex) && timingSafeEqual(Buffer.from(hex, 'hex'), right),
  );
}
