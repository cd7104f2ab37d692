/** /dev/mail: the local mailbox's own pages, passed on as they are. */
import { sendRefusal } from '@usher/kit/edge';
import { refuse } from '@usher/kit/refusal';
import type { FastifyInstance } from 'fastify';

export interface MailPage {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: string | Uint8Array;
}
export interface Mailbox {
  /** Undefined where it has no page. */
  handlePage(request: { path: string; method: string }): MailPage | undefined | Promise<MailPage | undefined>;
}

/** Everything below /dev/mail. Mounted only where the mailbox stands in for a relay. */
export function mountMailbox(app: FastifyInstance, mailbox: Mailbox): void {
  for (const url of ['/dev/mail', '/dev/mail.json', '/dev/mail/*']) {
    app.get(url, async (request, reply) => {
      const page = await mailbox.handlePage({ path: request.url, method: request.method });
      if (!page) {
        sendRefusal(reply, request, refuse('not_found'));
        return reply;
      }
      // Its pages say themselves who may frame them: the mail's own frame is one of them.
      reply.removeHeader('x-frame-options');
      return reply
        .code(page.status)
        .headers(page.headers)
        .send(typeof page.body === 'string' ? page.body : Buffer.from(page.body));
    });
  }
}
