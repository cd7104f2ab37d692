/** Checkout, step 2 of 2: pay, and see what the bank says. The page shows how the order stands, whoever moved it. */
import { useState } from 'react';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, useRevalidator } from 'react-router';
import { useActionData, useLoaderData } from 'react-router';
import type { FrameHandle } from '../frame/frame-kind.ts';
import { paths } from '../paths.ts';
import { Notice } from '../ui/notice.tsx';
import { Problem } from '../ui/problem.tsx';
import { declineSentence } from '../words/states.ts';
import { BankAsks } from './bank-asks.tsx';
import { BankWaiting } from './bank-waiting.tsx';
import { CheckoutFrame } from './checkout-frame.tsx';
import { HoldEnded } from './hold-ended.tsx';
import { HoldTime, HoldTimeWaiting } from './hold-time.tsx';
import { OrderCancelled } from './order-cancelled.tsx';
import { actOnPayment } from './payment-action.server.ts';
import { PaymentForm } from './payment-form.tsx';
import { loadPayment } from './payment-loader.server.ts';
import { useWatchedOrder } from './watch-order.ts';

/** Nothing leads away by accident while seats are held. */
export const handle = { frame: 'quiet' } satisfies FrameHandle;

export const meta: MetaFunction = () => [{ title: 'Payment · Usher' }];

export const loader = (args: LoaderFunctionArgs) => loadPayment(args);
export const action = (args: ActionFunctionArgs) => actOnPayment(args);

type PaymentData = ReturnType<typeof useLoaderData<typeof loader>>;

export default function PaymentPage() {
  const page = useLoaderData<typeof loader>();
  const { order, payment } = page;
  const { revalidate } = useRevalidator();
  const [endedAt, setEndedAt] = useState<string | null>(null);
  const stage = page.stage === 'open' && endedAt !== null && endedAt === order.expiresAt ? 'expired' : page.stage;
  const isBetween = stage === 'open' && page.seen.startsWith('paying');
  useWatchedOrder({
    orderId: order.id,
    seen: page.seen,
    isWaiting: stage === 'waiting' || stage === 'asked' || isBetween,
  });
  const end = () => {
    setEndedAt(order.expiresAt);
    void revalidate();
  };
  return (
    <CheckoutFrame
      title="Payment"
      step={2}
      back={stage === 'open' ? { to: paths.holdDetails(order.holdId), label: 'Back to your details' } : undefined}
      summary={page.summary}
      time={
        stage !== 'open' ? undefined : isBetween || order.expiresAt === null ? (
          <HoldTimeWaiting />
        ) : (
          <HoldTime key={order.expiresAt} expiresAt={order.expiresAt} extendableTo={page.extendableTo} onEnd={end} />
        )
      }
    >
      {stage === 'open' && <OpenPayment page={page} />}
      {stage === 'asked' && payment?.bankUrl !== undefined && (
        <BankAsks bankUrl={payment.bankUrl} total={order.total} organization={page.organization} />
      )}
      {stage === 'waiting' && <BankWaiting since={payment?.createdAt ?? new Date(page.again).toISOString()} />}
      {stage === 'expired' && <Ended page={page} />}
      {stage === 'cancelled' && <OrderCancelled total={order.total} payment={payment} slug={page.slug} />}
    </CheckoutFrame>
  );
}

function OpenPayment({ page: { order, payment, attempt } }: { page: PaymentData }) {
  const answer = useActionData<typeof action>();
  return (
    <>
      {answer?.refusal ? (
        <Problem refusal={answer.refusal} />
      ) : (
        payment?.state === 'failed' && <Declined code={payment.declineCode} />
      )}
      <PaymentForm key={attempt} total={order.total} attempt={attempt} error={answer?.error} />
    </>
  );
}

/** The clock beside it says how long the seats are held on. */
function Declined({ code }: { code: string | undefined }) {
  return (
    <Notice tone="danger" role="alert" title="Your bank didn’t approve this payment.">
      <p>Nothing was charged and your seats are still held.</p>
      <p className="mt-1">{declineSentence(code)}</p>
    </Notice>
  );
}

function Ended({ page }: { page: PaymentData }) {
  const answer = useActionData<typeof action>();
  return <HoldEnded slug={page.slug} attempt={page.again} refusal={answer?.refusal} />;
}
