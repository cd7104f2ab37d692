/** The demo's means of payment: cards that behave in known ways, each saying what will happen. */
import { RadioCards, type RadioOption } from '../ui/choice-fields.tsx';

/** One of the test provider's cards; none is chosen beforehand, as choosing costs money. */
export function CardChoice({ error }: { error: string | undefined }) {
  return (
    <>
      <RadioCards
        id="card"
        name="token"
        label="How do you want to pay?"
        hint="Demo payments: no money moves. Choose how the test bank should behave."
        options={usual}
        error={error}
      />
      <details className="group">
        <summary className="link inline-flex min-h-11 list-none items-center font-medium">
          <span className="group-open:hidden">Show cards and banks with trouble</span>
          <span className="hidden group-open:inline">Cards and banks with trouble</span>
        </summary>
        <div className="mt-2">
          <RadioCards name="token" label="More test cards" options={troubled} />
        </div>
      </details>
    </>
  );
}

const usual: readonly RadioOption[] = [
  { value: 'tok_ok', label: 'Card that works', detail: 'The bank approves at once.' },
  {
    value: 'tok_requires_action',
    label: 'Card that asks the bank first',
    detail: 'You confirm on the bank’s own page and come back here.',
  },
  {
    value: 'tok_declined',
    label: 'Card that is declined',
    detail: 'The bank says no. Nothing is charged and your seats stay held.',
  },
];

const troubled: readonly RadioOption[] = [
  { value: 'tok_slow', label: 'Slow bank', detail: 'The answer comes after a few seconds.' },
  {
    value: 'tok_reply_lost',
    label: 'Bank whose answer is lost',
    detail: 'The line breaks after the bank approved. We ask again and find out.',
  },
  {
    value: 'tok_never_webhook',
    label: 'Bank that never calls back',
    detail: 'It approves later and tells nobody. We keep asking until we know.',
  },
  {
    value: 'tok_capture_refused',
    label: 'Card that fails at the end',
    detail: 'Approved first, then the money can’t be had. The order is cancelled.',
  },
  {
    value: 'tok_dispute',
    label: 'Card whose owner complains later',
    detail: 'The payment works; some time after it is disputed at the bank.',
  },
];
