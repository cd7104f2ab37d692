import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openShop, type Shop } from './shop.ts';

describe('capturing a payment', () => {
  let shop: Shop;
  let between: Server;
  let captures = 0;
  beforeEach(async () => {
    shop = await openShop();
    captures = 0;
    // Passes everything on to the provider, save for the first capture: that one it says to be still busy with.
    between = createServer((request, response) => {
      void passOn(request, response);
    });
    between.listen(0, '127.0.0.1');
    await once(between, 'listening');
  });
  async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '';
    const headers = Object.fromEntries(
      ['authorization', 'idempotency-key', 'content-type'].flatMap((name) => {
        const value = request.headers[name];
        return typeof value === 'string' ? [[name, value]] : [];
      }),
    );
    if (path.endsWith('/capture')) captures += 1;
    const busy = path.endsWith('/capture') && captures === 1;
    const answer = busy
      ? await fetch(`${shop.cards.url}${path.replace(/\/capture$/, '')}`, { headers })
      : await fetch(`${shop.cards.url}${path}`, {
          method: request.method ?? 'GET',
          headers,
          ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
        });
    const body: unknown = await answer.json();
    response.writeHead(busy ? 409 : answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(busy ? { code: 'in_progress', charge: body } : body));
  }
  afterEach(async () => {
    await shop.close();
    between.closeAllConnections();
    between.close();
  });

  it('asks again while the charge stands as it stood: only a charge that can never be captured is a no', async () => {
    const { port } = between.address() as AddressInfo;
    await shop.reopen({ env: { CARD_PROVIDER_URL: `http://127.0.0.1:${port}` } });
    const sale = await shop.order();
    const id = await shop.paid(sale, 'tok_ok');
    await shop.until(id, 'captured');
    await shop.untilOrder(sale, 'paid');
    expect(captures).toBe(2);
    expect(await shop.facts('payment.capture_failed', id)).toEqual([]);
  });
});
