/** For a guest who has paid: an account keeps the tickets. Never before them. */
import type { Data } from '../api/ask.ts';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';

/** Leads to the form with all filled in but the password; the order moves along. */
export function AccountOffer({ order }: { order: Pick<Data<'getOrder'>, 'id' | 'buyer'> }) {
  return (
    <Card className="flex flex-wrap items-center justify-between gap-4">
      <div className="max-w-text">
        <h2 className="text-h4">Keep your tickets</h2>
        <p className="text-muted">
          You bought as a guest, and this browser remembers that for a day. Set a password, and your tickets are on
          every device.
        </p>
      </div>
      <ButtonLink to={paths.register({ ...order.buyer, next: paths.order(order.id) })}>Set a password</ButtonLink>
    </Card>
  );
}
