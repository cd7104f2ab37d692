/** /dev/mail: the local mailbox's own pages, passed on as they are. */
import { sendRefusal } from '@usher/kit/edge';
import { refuse } from '@usher/kit/refusal';
import type { FastifyInstance } from 'fastify';

export interface Mailbox {
  handlePage(request: {
    path: string;
    method: string;
  }): { status: number; headers: Record<string, string>; body: string | Uint8Array } | undefined;
}

/** Everything below /dev/mail. Mounted only where the mailbox stands in for a relay. */
export function mountMailbox(app: FastifyInstance, mailbox: Mailbox): void {
  const answer = (path: string, method: string) => mailbox.handlePage({ path, method });
  for (const url of ['/dev/mail', '/dev/mail.json', '/dev/mail/*']) {
    app.get(url, (request, reply) => {
      const page = answer(request.url, request.method);
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
