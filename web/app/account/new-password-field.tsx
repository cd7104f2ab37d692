/** Choosing a password: how long it must be, and how hard what is typed looks. */
import { type InputEvent, useState } from 'react';
import { PasswordField } from '../ui/text-fields.tsx';
import { LiveRegion } from '../ui/live-region.tsx';
import { strengthOf } from './password-strength.ts';

interface NewPasswordFieldProps {
  readonly id: string;
  readonly name: string;
  readonly form: string;
  readonly error: string | undefined;
  readonly label: string;
  readonly minimum?: number | undefined;
  readonly personal?: readonly string[] | undefined;
}

/** Says the strength in words below the field as one types; the bar only repeats them. */
export function NewPasswordField({ minimum = 8, personal, ...field }: NewPasswordFieldProps) {
  const [typed, setTyped] = useState('');
  const strength = strengthOf(typed, { minimum, personal });
  const follow = (event: InputEvent<HTMLInputElement>) => setTyped(event.currentTarget.value);
  return (
    <div className="grid gap-2">
      <PasswordField
        {...field}
        hint={`At least ${minimum} characters. Three or four words that don’t belong together make a good one.`}
        autoComplete="new-password"
        onInput={follow}
      />
      <div className="flex min-h-5 items-center gap-3 text-small">
        {strength && field.error === undefined && (
          <>
            <svg viewBox="0 0 96 6" width="96" height="6" aria-hidden className="shrink-0 rounded-full">
              <rect width="96" height="6" className="fill-line" />
              <rect width={(strength.level + 1) * 24} height="6" className={fills[strength.level]} />
            </svg>
            <span className="text-muted">{strength.sentence}</span>
          </>
        )}
      </div>
      <LiveRegion>{strength?.sentence}</LiveRegion>
    </div>
  );
}

const fills = ['fill-danger', 'fill-warning', 'fill-success', 'fill-success'] as const;
