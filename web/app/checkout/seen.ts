/** Two looks at an order are the same when this is. */
import type { Data } from '../api/ask.ts';

/** The states a page shows, as one text: while it stays equal there is nothing new to show. */
export function seenOf(
  order: Pick<Data<'getOrder'>, 'state' | 'paymentId'>,
  payment: Pick<Data<'getPayment'>, 'state'> | undefined,
): string {
  return [order.state, order.paymentId, payment?.state].filter(Boolean).join(' ');
}
