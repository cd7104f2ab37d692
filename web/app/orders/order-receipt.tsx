/** What was ordered and what it cost, with the reference one reads out on the phone. */
import type { ReactNode } from 'react';
import { SummaryLines } from '../checkout/order-summary.tsx';
import { CardSection } from '../ui/card.tsx';
import type { OrderData } from './order-loader.server.ts';

/** The same lines and total as in checkout. */
export function OrderReceipt({ page: { order, lines } }: { page: OrderData }) {
  const { buyer, reference, total } = order;
  return (
    <CardSection title="Your order">
      <dl className="grid gap-3">
        <Row name="Reference">
          <span className="tabular font-bold text-h4 tracking-wider">{reference}</span>
        </Row>
        <Row name="Bought by">
          {`${buyer.firstName} ${buyer.lastName}`}
          <bdi className="block text-muted">{buyer.email}</bdi>
        </Row>
      </dl>
      <SummaryLines lines={lines} total={total} />
    </CardSection>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted text-small">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}
