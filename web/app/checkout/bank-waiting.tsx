/** Waiting for the bank's answer: what is going on, how long it may take, and that nothing has to be done. */
import { Spinner } from '../ui/spinner.tsx';
import { useSecondsSince } from './seconds-since.ts';

const LONG_SECONDS = 15;
const SHORT_SECONDS = 3;

/** No "try again" here: a second payment is never the remedy. */
export function BankWaiting({ since, words = 'Paying…' }: { since: string; words?: string }) {
  const waited = useSecondsSince(Date.parse(since));
  return (
    <section aria-label="Payment" className="grid gap-3 rounded-card border border-line bg-surface p-6">
      <Spinner>{waited >= SHORT_SECONDS ? 'Waiting for your bank' : words}</Spinner>
      <p className="font-medium">Your seats are safe while your bank answers.</p>
      <p role="status" className="min-h-12 text-muted">
        {waited >= LONG_SECONDS
          ? 'This is taking longer than usual. You can close this page; we’ll mail you.'
          : 'Please don’t pay again.'}
      </p>
      <noscript>
        <a href="" className="link">
          Look again
        </a>
      </noscript>
    </section>
  );
}
