/** Real responses of a real server, for a test to write to. */
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, onTestFinished } from 'vitest';

/** A server that hands out its responses; nothing is sent until the test does. */
export async function openServer() {
  const responses: ServerResponse[] = [];
  const server = createServer((_request, response) => responses.push(response));
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    dial: () => connect(port, '127.0.0.1').on('error', () => undefined),
    async response(index: number): Promise<ServerResponse> {
      await expect.poll(() => responses.length).toBeGreaterThan(index);
      return responses[index] as ServerResponse;
    },
  };
}

/** All that comes, as it comes. */
export function textFrom(readable: NodeJS.ReadableStream): () => string {
  let text = '';
  readable.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return () => text;
}
