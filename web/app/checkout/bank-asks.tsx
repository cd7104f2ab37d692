/** The bank wants a word with its customer: off to its page, and back here. */
import type { Money } from '@usher/contracts/money';
import { ExternalLink } from 'lucide-react';
import { ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { formatMoney } from '../words/format.ts';

interface BankAsksProps {
  readonly bankUrl: string;
  readonly total: Money;
  readonly organization: string | undefined;
  /** Came back from the bank without having decided. */
  readonly hasLeft?: boolean | undefined;
}

/** A whole page of the bank's own: frames break with passkeys and the banks' apps. */
export function BankAsks({ bankUrl, total, organization, hasLeft = false }: BankAsksProps) {
  const amount = `${formatMoney(total)}${organization === undefined ? '' : ` to ${organization}`}`;
  return (
    <Notice
      tone="info"
      role="status"
      title={hasLeft ? 'You left before confirming. Nothing was charged.' : `Your bank asks you to confirm ${amount}.`}
      action={
        <ButtonLink variant="primary" to={bankUrl} reloadDocument icon={<ExternalLink aria-hidden size={20} />}>
          Confirm with my bank
        </ButtonLink>
      }
    >
      <p>{hasLeft ? `Your bank still waits for your word on ${amount}.` : 'You’ll come back here.'}</p>
      <p className="mt-1">To use another card, decline on your bank’s page first. Your seats stay held meanwhile.</p>
    </Notice>
  );
}
