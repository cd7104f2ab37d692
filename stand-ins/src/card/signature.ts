import { createHmac } from 'node:crypto';

/** The header that carries a webhook's signature. */
export const SIGNATURE_HEADER = 'testcard-signature';

/**
 * The value of `Testcard-Signature` for a webhook: `t=<unix seconds>,v1=<hex>`, where v1 is the HMAC-SHA-256 of
 * `<t>.<raw body>`. The time is inside what is signed, so a receiver can refuse a delivery replayed much later.
 */
export function signWebhook(secret: string, rawBody: string, atSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${atSeconds}.${rawBody}`).digest('hex');
  return `t=${atSeconds},v1=${digest}`;
}
