/** A merchant for tests: takes webhooks, and talks to the provider's API. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CardProvider, type CardProviderOptions, startCardProvider } from '../src/card-provider.ts';
import type { Charge } from '../src/card/charge.ts';
import type { WebhookEvent } from '../src/card/webhook-event.ts';

export const apiKey = 'sk_test_usher';
export const webhookSecret = 'whsec_test';

export interface Delivery {
  rawBody: string;
  signature: string;
  event: WebhookEvent;
}

export async function startMerchant() {
  const deliveries: Delivery[] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const rawBody = Buffer.concat(chunks).toString();
      const signature = String(request.headers['testcard-signature']);
      deliveries.push({ rawBody, signature, event: JSON.parse(rawBody) as WebhookEvent });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    deliveries,
    /** The types told about a charge, in the order they arrived. */
    told: (chargeId: string) =>
      deliveries.filter(({ event }) => event.data.id === chargeId).map(({ event }) => event.type),
    /** The next deliveries are answered with these, then 200 again. */
    answerWith: (...next: number[]) => statuses.push(...next),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

export type Merchant = Awaited<ReturnType<typeof startMerchant>>;

/** A provider with short delays. */
export function startProvider(merchant: Merchant, options: Partial<CardProviderOptions> = {}): Promise<CardProvider> {
  const delays = { settleMs: 30, disputeMs: 30, webhookRetryStartMs: 5, webhookRetryMaxMs: 20 };
  return startCardProvider({ webhookUrl: merchant.url, webhookSecret, apiKey, delays, ...options });
}

export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

/** One request to the provider, signed in. */
export async function call<Body = Charge & { code?: string }>(
  url: string,
  request: { method?: string; body?: unknown; key?: string } = {},
): Promise<Answer<Body>> {
  const response = await fetch(url, {
    method: request.method ?? (request.body === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(request.key !== undefined && { 'idempotency-key': request.key }),
    },
    ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}

export const wanted = (token: string, more: object = {}) => ({
  amount: 4_500,
  currency: 'EUR',
  token,
  reference: 'order-1',
  capture: false,
  ...more,
});

export function open(provider: CardProvider, token: string, more: object = {}, key?: string) {
  return call(`${provider.url}/v1/charges`, { body: wanted(token, more), ...(key !== undefined && { key }) });
}

export function look(provider: CardProvider, id: string) {
  return call(`${provider.url}/v1/charges/${id}`);
}

export function act(
  provider: CardProvider,
  id: string,
  verb: 'capture' | 'void' | 'refunds',
  body: object = {},
  key?: string,
) {
  return call(`${provider.url}/v1/charges/${id}/${verb}`, { body, ...(key !== undefined && { key }) });
}
