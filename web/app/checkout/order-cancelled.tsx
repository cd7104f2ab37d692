/** An order that came to nothing: what became of the money, and the way back to the seats. */
import type { Money } from '@usher/contracts/money';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { formatMoney } from '../words/format.ts';

interface OrderCancelledProps {
  readonly total: Money;
  readonly payment: { readonly state: string } | null;
  readonly slug: string;
}

/** Money a bank had promised is let go; who never got that far was not charged. */
export function OrderCancelled({ total, payment, slug }: OrderCancelledProps) {
  const isReleased = payment !== null && payment.state !== 'failed' && total.amount > 0;
  return (
    <Notice
      tone="warning"
      role="status"
      title="This order was cancelled, and its seats went back on sale."
      action={
        <ButtonLink variant="primary" to={paths.seats(slug)}>
          Choose seats again
        </ButtonLink>
      }
    >
      {isReleased
        ? `You don’t pay anything. We released the ${formatMoney(total)}; your bank may show it for a few days.`
        : 'Nothing was charged.'}
    </Notice>
  );
}
