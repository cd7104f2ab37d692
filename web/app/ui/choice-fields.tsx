/** Fields one ticks: a box, or one of several cards. The whole row can be pressed. */
import { clsx } from 'clsx';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { FieldError, type FieldWords, Hint, useWiring } from './field.tsx';

type Ticked = Omit<ComponentProps<'input'>, 'id' | 'type' | 'aria-invalid' | 'aria-describedby' | 'className'>;

/** One box with its words beside it. */
export function Checkbox(
  props: Omit<FieldWords, 'optional'> & Ticked & { id?: string | undefined; className?: string | undefined },
) {
  const { label, hint, error, id, className, ...input } = props;
  const wiring = useWiring({ id, hint, error });
  return (
    <div className={clsx('grid gap-1', className)}>
      <label htmlFor={wiring.id} className="flex min-h-11 items-start gap-3 py-2">
        <input {...input} {...wiring} type="checkbox" className="mt-0.5 size-5 shrink-0 accent-brand" />
        <span>{label}</span>
      </label>
      <div className="ps-8">
        <Hint id={wiring.id}>{hint}</Hint>
        <FieldError id={wiring.id} error={error} />
      </div>
    </div>
  );
}

export interface RadioOption {
  readonly value: string;
  readonly label: ReactNode;
  readonly detail?: ReactNode;
  readonly disabled?: boolean | undefined;
}

/** One of several, stacked; nothing is chosen beforehand unless `defaultValue` says so. */
export function RadioCards(
  props: Omit<FieldWords, 'optional'> & {
    readonly name: string;
    readonly options: readonly RadioOption[];
    readonly id?: string | undefined;
    readonly value?: string | undefined;
    readonly defaultValue?: string | undefined;
    readonly onChange?: ((value: string) => void) | undefined;
    readonly form?: string | undefined;
  },
) {
  const { label, hint, error, id, name, options, value, defaultValue, onChange, form } = props;
  const wiring = useWiring({ id, hint, error });
  return (
    <fieldset aria-describedby={wiring['aria-describedby']} className="grid gap-2">
      <legend className="mb-1.5 font-medium">{label}</legend>
      <Hint id={wiring.id}>{hint}</Hint>
      {options.map((option, index) => (
        <RadioCard
          key={option.value}
          option={option}
          id={index === 0 ? wiring.id : undefined}
          isWrong={wiring['aria-invalid']}
          input={{
            name,
            form,
            ...(value === undefined
              ? { defaultChecked: option.value === defaultValue }
              : { checked: option.value === value }),
            onChange: () => onChange?.(option.value),
          }}
        />
      ))}
      <FieldError id={wiring.id} error={error} />
    </fieldset>
  );
}

/** The first card carries the field's id, so that a link of the error summary lands on it. */
function RadioCard(props: { option: RadioOption; id: string | undefined; isWrong: true | undefined; input: Ticked }) {
  const { option, id, isWrong, input } = props;
  const own = useId();
  return (
    <label
      htmlFor={id ?? own}
      className={clsx(
        'flex min-h-12 items-start gap-3 rounded-field border border-control bg-surface px-4 py-3',
        'has-checked:border-brand has-checked:bg-brand-soft has-checked:ring-1 has-checked:ring-brand',
        option.disabled ? 'cursor-not-allowed text-muted' : 'hover:bg-sunken',
      )}
    >
      <input
        {...input}
        id={id ?? own}
        type="radio"
        value={option.value}
        disabled={option.disabled}
        aria-invalid={isWrong}
        className="mt-0.5 size-5 shrink-0 accent-brand"
      />
      <span className="grid gap-0.5">
        <span className="font-medium">{option.label}</span>
        {option.detail && <span className="text-muted text-small">{option.detail}</span>}
      </span>
    </label>
  );
}
