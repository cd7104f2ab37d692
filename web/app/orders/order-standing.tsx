/** How an order stands, in a sentence, and what can still be done about it. */
import type { ReactNode } from 'react';
import { Form, useNavigation, useRevalidator } from 'react-router';
import { OrderCancelled } from '../checkout/order-cancelled.tsx';
import { paths } from '../paths.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Countdown } from '../ui/countdown.tsx';
import { Notice } from '../ui/notice.tsx';
import { formatMoney } from '../words/format.ts';
import { orderSentences } from '../words/states.ts';
import type { OrderData } from './order-loader.server.ts';

/** An order with its tickets needs no such sentence right after paying: the tickets say it. */
export function OrderStanding({ page }: { page: OrderData }) {
  const { order, payment, slug, isFresh } = page;
  switch (order.state) {
    case 'pending':
      return <Unpaid page={page} />;
    case 'paying':
      if (payment?.state === 'requires_action') return <BankWaits page={page} />;
      return <News action={<ButtonLink to={paths.payment(order.id)}>Go to the payment</ButtonLink>} page={page} />;
    case 'cancelled':
      return <OrderCancelled total={order.total} payment={payment} slug={slug} />;
    case 'expired':
      return (
        <News
          tone="warning"
          page={page}
          action={<ButtonLink to={paths.payment(order.id)}>Try to get the same seats</ButtonLink>}
        />
      );
    case 'confirmed':
      return <News page={page} />;
    case 'paid':
    case 'fulfilled':
      return isFresh ? <Mailed page={page} /> : <News tone="success" page={page} />;
    default:
      return <News page={page} />;
  }
}

function News(props: { page: OrderData; tone?: 'info' | 'success' | 'warning'; action?: ReactNode }) {
  const { page, tone = 'info', action } = props;
  return (
    <Notice tone={tone} role="status" action={action}>
      {orderSentences[page.order.state]}
    </Notice>
  );
}

/** It is the buyer's word that is missing, not the bank's. */
function BankWaits({ page: { order } }: { page: OrderData }) {
  return (
    <Notice
      tone="warning"
      role="status"
      title={`Your bank waits for you to confirm ${formatMoney(order.total)}.`}
      action={
        <ButtonLink variant="primary" to={paths.payment(order.id)}>
          Go to the payment
        </ButtonLink>
      }
    >
      Nothing is charged until you do. Your seats stay held meanwhile.
    </Notice>
  );
}

/** Where the tickets went by mail; what was typed wrong there is no loss, as they are here as well. */
function Mailed({ page: { order } }: { page: OrderData }) {
  const isThere = order.state === 'fulfilled';
  return (
    <Notice tone="success" role="status" title={isThere ? 'Paid. Your tickets are ready.' : 'Paid.'}>
      {isThere ? 'We mailed them to ' : 'We’ll mail your tickets to '}
      <bdi className="font-medium">{order.buyer.email}</bdi>.
    </Notice>
  );
}

function Unpaid({ page: { order } }: { page: OrderData }) {
  const navigation = useNavigation();
  const { revalidate } = useRevalidator();
  return (
    <Notice
      tone="warning"
      title={orderSentences.pending}
      action={
        <>
          <ButtonLink variant="primary" to={paths.payment(order.id)}>
            Pay {formatMoney(order.total)}
          </ButtonLink>
          <Form method="post">
            <Button type="submit" busy={navigation.formMethod === 'POST'} busyLabel="Cancelling…">
              Cancel this order
            </Button>
          </Form>
        </>
      }
    >
      {order.expiresAt !== null && <Countdown expiresAt={order.expiresAt} onEnd={() => void revalidate()} />}
    </Notice>
  );
}
