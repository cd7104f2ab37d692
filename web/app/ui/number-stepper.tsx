/** A small whole number with a button on either side; typing works too. */
import { Minus, Plus } from 'lucide-react';
import { useState } from 'react';
import { Field, type FieldWords } from './field.tsx';

interface StepperProps extends FieldWords {
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly min?: number | undefined;
  readonly max: number;
  readonly name?: string | undefined;
  readonly id?: string | undefined;
  readonly className?: string | undefined;
  /** What is counted, for the buttons' names: "One ticket more". */
  readonly unit?: string | undefined;
}

/** − 2 +: keeps to its bounds, and lets a person empty the field while typing. */
export function NumberStepper(props: StepperProps) {
  const { value, onChange, min = 0, max, name, unit = 'ticket', label, hint, error, optional, id, className } = props;
  const [draft, setDraft] = useState<string>();
  const set = (next: number) => {
    setDraft(undefined);
    onChange(Math.min(max, Math.max(min, next)));
  };
  const type = (text: string) => {
    const digits = text.replace(/\D/g, '').slice(0, 6);
    setDraft(digits);
    if (digits !== '' && Number(digits) >= min && Number(digits) <= max) onChange(Number(digits));
  };
  const settle = () => {
    if (draft !== undefined) set(draft === '' ? value : Number(draft));
  };
  return (
    <Field {...{ label, hint, error, optional, id, className }}>
      {(wiring) => (
        <div className="inline-flex w-fit items-center rounded-field border border-control bg-surface">
          <StepButton label={`One ${unit} less`} disabled={value <= min} onPress={() => set(value - 1)} />
          <input
            {...wiring}
            name={name}
            inputMode="numeric"
            autoComplete="off"
            value={draft ?? String(value)}
            onChange={(event) => type(event.currentTarget.value)}
            onBlur={settle}
            className="tabular h-11 w-12 border-control border-x bg-surface text-center text-body"
          />
          <StepButton isMore label={`One ${unit} more`} disabled={value >= max} onPress={() => set(value + 1)} />
        </div>
      )}
    </Field>
  );
}

/** At its bound the button stays in place and keeps the focus; it only does nothing. */
function StepButton(props: { label: string; isMore?: boolean; disabled: boolean; onPress: () => void }) {
  const Icon = props.isMore ? Plus : Minus;
  return (
    <button
      type="button"
      aria-label={props.label}
      aria-disabled={props.disabled || undefined}
      onClick={props.disabled ? undefined : props.onPress}
      className="flex size-11 items-center justify-center rounded-field hover:bg-sunken aria-disabled:cursor-not-allowed aria-disabled:text-control"
    >
      <Icon aria-hidden size={20} />
    </button>
  );
}
