/** Choosing a card and paying, once: the form carries the key of its attempt. */
import type { Money } from '@usher/contracts/money';
import { Form, useNavigation } from 'react-router';
import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { formatMoney } from '../words/format.ts';
import { CardChoice } from './card-choice.tsx';

interface PaymentFormProps {
  readonly total: Money;
  /** Which try this is; the same try sent twice is one payment. */
  readonly attempt: string;
  readonly error: string | undefined;
}

/** The button names the exact total and keeps its width while it works. An order over nothing needs no card. */
export function PaymentForm({ total, attempt, error }: PaymentFormProps) {
  const navigation = useNavigation();
  const isBusy = navigation.formData?.get('intent') === 'pay';
  const isFree = total.amount === 0;
  return (
    <Form method="post" className="grid gap-6">
      <input type="hidden" name="intent" value="pay" />
      <input type="hidden" name="attempt" value={attempt} />
      <ErrorSummary errors={error === undefined ? [] : [{ fieldId: 'card', message: error }]} />
      {isFree ? <input type="hidden" name="token" value="tok_ok" /> : <CardChoice error={error} />}
      <div className="step-bar -mx-4 px-4 md:static md:mx-0 md:border-0 md:bg-transparent md:p-0">
        <Button
          type="submit"
          variant="primary"
          busy={isBusy}
          busyLabel={isFree ? 'One moment…' : 'Paying…'}
          className="w-full md:w-fit md:min-w-60"
        >
          {isFree ? 'Get my tickets' : `Pay ${formatMoney(total)}`}
        </Button>
      </div>
    </Form>
  );
}
