/** The buy path in steps, for stories that are about something else than buying. */
import { inject } from 'vitest';
import { type Caller, eventually, newAddress } from './callers.ts';
import type { Hold, ListOf, Order, Payment, Ticket } from './shapes.ts';
import { hold, type Stage } from './stage.ts';

export interface Mail {
  readonly id: string;
  readonly from: string;
  readonly to: string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly attachments: readonly {
    readonly n: number;
    readonly filename: string;
    readonly mimeType: string;
    readonly bytes: number;
  }[];
}

/** Makes an order of a hold. */
export async function order(buyer: Caller, held: Hold, email = newAddress('buyer')): Promise<Order> {
  const body = { holdId: held.id, buyer: { email, firstName: 'Noor', lastName: 'Haddad' } };
  return (await buyer.postOnce('/orders', body)).is<Order>(201);
}

/** Starts a payment with a test card. */
export async function pay(buyer: Caller, { id: orderId }: Order, token = 'tok_ok'): Promise<Payment> {
  return (await buyer.postOnce('/payments', { orderId, method: { type: 'card', token } })).is<Payment>(202);
}

/** Waits for an order to come to a state. */
export function orderReaches(buyer: Caller, { id }: Order, state: Order['state']): Promise<Order> {
  return eventually(`order ${id} becomes ${state}`, async () => {
    const now = (await buyer.get(`/orders/${id}`)).is<Order>(200);
    return now.state === state ? now : undefined;
  });
}

/** Waits for a payment to come to a state. */
export function paymentReaches(buyer: Caller, { id }: Payment, state: Payment['state']): Promise<Payment> {
  return eventually(`payment ${id} becomes ${state}`, async () => {
    const now = (await buyer.get(`/payments/${id}`)).is<Payment>(200);
    return now.state === state ? now : undefined;
  });
}

/** Buys some seats of a stage, to the tickets. */
export async function buySeats(
  buyer: Caller,
  stage: Stage,
  count = 1,
  email?: string,
): Promise<{ order: Order; tickets: Ticket[] }> {
  const ordered = await order(buyer, await hold(buyer, stage, stage.takeSeats(count)), email);
  await pay(buyer, ordered);
  const bought = await orderReaches(buyer, ordered, 'fulfilled');
  return { order: bought, tickets: (await buyer.get(`/tickets?orderId=${bought.id}`)).is<ListOf<Ticket>>(200).items };
}

/** All mails to an address, newest first. */
export async function mailsTo(address: string): Promise<Mail[]> {
  const response = await fetch(`${inject('world').url}/dev/mail.json?to=${encodeURIComponent(address)}`);
  return ((await response.json()) as { items: Mail[] }).items;
}

/** Waits for a mail to an address whose subject fits. */
export function mailTo(address: string, subject: RegExp): Promise<Mail> {
  return eventually(`a mail to ${address}: ${String(subject)}`, async () =>
    (await mailsTo(address)).find((mail) => subject.test(mail.subject)),
  );
}

/** An attachment as the mailbox gives it. */
export async function attachment(mail: Mail, n: number): Promise<Buffer> {
  const response = await fetch(`${inject('world').url}/dev/mail/${mail.id}/attachments/${n}`);
  return Buffer.from(await response.arrayBuffer());
}
