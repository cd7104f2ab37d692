/** The local mailbox of an installation whose mail relay stands in another process. */
import { RefusedError, refuse } from '@usher/kit/refusal';
import { request } from 'undici';
import type { Mailbox } from './mailbox-page.ts';
import { headersBack } from './passed-headers.ts';

const ANSWER_MS_MAX = 5_000;

/** Its pages, asked from the mailbox at that address. They are refused as `unavailable` while it does not answer. */
export function mailboxAt(url: string): Mailbox {
  return {
    async handlePage({ path, method }) {
      try {
        const answer = await request(new URL(url).origin + path, {
          method: method as 'GET',
          signal: AbortSignal.timeout(ANSWER_MS_MAX),
        });
        const body = new Uint8Array(await answer.body.arrayBuffer());
        return answer.statusCode === 404
          ? undefined
          : { status: answer.statusCode, headers: headersBack(answer), body };
      } catch (error) {
        throw new RefusedError(
          refuse('unavailable', { detail: 'The mailbox does not answer.', retryAfterSeconds: 1 }),
          error,
        );
      }
    },
  };
}
