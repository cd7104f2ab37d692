/** Back from the bank: how the payment really stands, whatever the address says. */
import { type LoaderFunctionArgs, type MetaFunction, redirect, useLoaderData } from 'react-router';
import type { FrameHandle } from '../frame/frame-kind.ts';
import { paths } from '../paths.ts';
import { BankAsks } from './bank-asks.tsx';
import { BankWaiting } from './bank-waiting.tsx';
import { CheckoutFrame } from './checkout-frame.tsx';
import { loadPayment } from './payment-loader.server.ts';
import { useSecondsSince } from './seconds-since.ts';
import { useWatchedOrder } from './watch-order.ts';

/** Nothing leads away by accident while seats are held. */
export const handle = { frame: 'quiet' } satisfies FrameHandle;

export const meta: MetaFunction = () => [{ title: 'Back from your bank · Usher' }];

/** The bank's word may arrive a moment after its customer does. */
const SETTLES_SECONDS = 6;

/** What is paid goes to the order, what was declined to the other cards; here is who has to wait or to decide. */
export async function loader(args: LoaderFunctionArgs) {
  const page = await loadPayment(args);
  const { stage, order } = page.data;
  if (stage !== 'asked' && stage !== 'waiting') throw redirect(paths.payment(order.id));
  return page;
}

export default function ReturnPage() {
  const page = useLoaderData<typeof loader>();
  const { order, payment, stage, organization } = page;
  useWatchedOrder({ orderId: order.id, seen: page.seen, isWaiting: true });
  const hasSettled = useSecondsSince(page.again) >= SETTLES_SECONDS;
  const hasLeft = stage === 'asked' && hasSettled && payment?.bankUrl !== undefined;
  return (
    <CheckoutFrame title={hasLeft ? 'Confirm your payment' : 'Checking with your bank'} summary={page.summary}>
      {hasLeft && payment.bankUrl !== undefined ? (
        <BankAsks bankUrl={payment.bankUrl} total={order.total} organization={organization} hasLeft />
      ) : (
        <BankWaiting since={new Date(page.again).toISOString()} words="Checking with your bank…" />
      )}
    </CheckoutFrame>
  );
}
