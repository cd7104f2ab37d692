/** Fields one types into: a line, several lines, a password, a choice from a list. */
import { clsx } from 'clsx';
import { ChevronDown, Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { controlLook, Field, type FieldWords } from './field.tsx';

type Control<Tag extends 'input' | 'textarea' | 'select'> = FieldWords &
  Omit<ComponentProps<Tag>, 'id' | 'className' | 'aria-invalid' | 'aria-describedby'> & {
    readonly id?: string | undefined;
    /** Of the whole field. */
    readonly className?: string | undefined;
  };

/** One line. Give `type`, `autoComplete` and `inputMode` so that phones and password tools help. */
export function TextField({ label, hint, error, optional, id, className, ...input }: Control<'input'>) {
  return (
    <Field {...{ label, hint, error, optional, id, className }}>
      {(wiring) => (
        <input type="text" {...input} {...wiring} className={clsx(controlLook, input.type === 'number' && 'tabular')} />
      )}
    </Field>
  );
}

/** A password that can be shown; pasting and password tools work. */
export function PasswordField({ label, hint, error, optional, id, className, ...input }: Control<'input'>) {
  const [shown, setShown] = useState(false);
  return (
    <Field {...{ label, hint, error, optional, id, className }}>
      {(wiring) => (
        <div className="relative">
          <input
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            {...input}
            {...wiring}
            type={shown ? 'text' : 'password'}
            className={clsx(controlLook, 'pe-24')}
          />
          <button
            type="button"
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
            className="absolute inset-y-0.5 end-0.5 flex min-w-20 items-center justify-center gap-1.5 rounded-field px-3 font-medium text-brand text-small hover:bg-brand-soft"
          >
            {shown ? <EyeOff aria-hidden size={18} /> : <Eye aria-hidden size={18} />}
            {shown ? 'Hide' : 'Show'}
            <span className="sr-only"> password</span>
          </button>
        </div>
      )}
    </Field>
  );
}

/** Several lines. */
export function TextArea({ label, hint, error, optional, id, className, ...area }: Control<'textarea'>) {
  return (
    <Field {...{ label, hint, error, optional, id, className }}>
      {(wiring) => <textarea rows={5} {...area} {...wiring} className={controlLook} />}
    </Field>
  );
}

/** A choice from a list; the options are its children. */
export function SelectField({ label, hint, error, optional, id, className, children, ...select }: Control<'select'>) {
  return (
    <Field {...{ label, hint, error, optional, id, className }}>
      {(wiring) => (
        <div className="relative">
          <select {...select} {...wiring} className={clsx(controlLook, 'appearance-none pe-10')}>
            {children}
          </select>
          <ChevronDown
            aria-hidden
            size={20}
            className="pointer-events-none absolute inset-y-0 end-3 my-auto text-muted"
          />
        </div>
      )}
    </Field>
  );
}
