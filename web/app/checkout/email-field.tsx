/** The buyer's mail address, with a word about a domain that looks mistyped. */
import { type ComponentProps, useRef, useState } from 'react';
import { TextField } from '../ui/text-fields.tsx';
import { meantAddress } from './email-hint.ts';

/** A text field for an address; leaving it with a likely slip offers the address that was probably meant. */
export function EmailField(props: Omit<ComponentProps<typeof TextField>, 'type' | 'ref'>) {
  const [meant, setMeant] = useState<string>();
  const control = useRef<HTMLInputElement>(null);
  const take = () => {
    if (!control.current || meant === undefined) return;
    control.current.value = meant;
    control.current.dispatchEvent(new Event('input', { bubbles: true }));
    control.current.focus();
    setMeant(undefined);
  };
  return (
    <div>
      <TextField
        autoComplete="email"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        {...props}
        ref={control}
        type="email"
        onBlur={(event) => setMeant(meantAddress(event.target.value))}
      />
      <div role="status">
        {meant !== undefined && (
          <p className="mt-1 text-small">
            Did you mean{' '}
            <button type="button" onClick={take} className="link min-h-11 break-all font-medium">
              {meant}
            </button>
            ?
          </p>
        )}
      </div>
    </div>
  );
}
