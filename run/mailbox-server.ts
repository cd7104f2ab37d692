/** The pages of the local mailbox on a port of their own: in the split set-up the gateway is another process. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { MailRelay } from '@usher/stand-ins/mail-relay';

/** Listens on 127.0.0.1. Throws when the port is taken. */
export async function serveMailbox(mailbox: MailRelay, port: number): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const reply = mailbox.handlePage({ method: request.method ?? 'GET', path: request.url ?? '/' });
    request.resume();
    if (reply === undefined) response.writeHead(404).end();
    else response.writeHead(reply.status, reply.headers).end(request.method === 'HEAD' ? undefined : reply.body);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
