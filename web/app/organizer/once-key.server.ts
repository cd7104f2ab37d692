/** Makes a form that is sent twice one deed. */
import { createHash } from 'node:crypto';

/**
 * The Idempotency-Key of a filled-in form: the page's own mark and what was entered. Sent twice it is one request; after
 * a correction it is another, so that nothing entered is ever answered with an older answer.
 */
export function onceKey(mark: FormDataEntryValue | null, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([mark, body]))
    .digest('base64url');
}
