/** A verdict over the whole screen. A yes goes by itself; a no stays until the next code or a tap. */
import { useId } from 'react';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-fields.tsx';
import type { Shown } from './check-ins.ts';
import { VerdictFace, verdictGround } from './verdict-face.tsx';

interface VerdictScreenProps {
  readonly shown: Shown;
  readonly isAsking: boolean;
  readonly onName: (lastName: string) => void;
  readonly onDismiss: () => void;
}

/** Where a name is asked for, a tap beside the form does nothing: it would lose the guest. */
export function VerdictScreen({ shown, isAsking, onName, onDismiss }: VerdictScreenProps) {
  return (
    <div className={`fixed inset-0 z-dialog flex flex-col overflow-y-auto p-4 ${verdictGround[shown.verdict.tone]}`}>
      <VerdictFace verdict={shown.verdict} className="my-auto py-6" />
      {shown.asksName ? (
        <NameForm shown={shown} isAsking={isAsking} onName={onName} onDismiss={onDismiss} />
      ) : (
        <button
          type="button"
          onClick={onDismiss}
          className="absolute inset-0 flex items-end justify-center p-6 font-medium text-body -outline-offset-8 focus-visible:outline-current"
        >
          <span className={shown.verdict.tone === 'admit' ? 'sr-only' : undefined}>
            {isAsking ? 'Checking…' : 'Tap for the next ticket'}
          </span>
        </button>
      )}
    </div>
  );
}

function NameForm({ shown, isAsking, onName, onDismiss }: VerdictScreenProps) {
  const id = useId();
  const submit = (form: FormData) => {
    const lastName = form.get('holderLastName');
    if (typeof lastName === 'string' && lastName.trim() !== '') onName(lastName);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
      className="mx-auto grid w-full max-w-form gap-4 rounded-sheet bg-surface p-4 text-text"
    >
      <TextField
        id={id}
        name="holderLastName"
        label="Last name on their identity card"
        error={shown.wrongName === undefined ? undefined : `${shown.wrongName} is not the name on the ticket`}
        defaultValue={shown.wrongName}
        maxLength={100}
        required
        autoComplete="off"
        autoCapitalize="words"
        spellCheck={false}
      />
      <div className="grid grid-cols-2 gap-3">
        <Button onClick={onDismiss} className="min-h-14">
          Turn away
        </Button>
        <Button type="submit" variant="primary" busy={isAsking} className="min-h-14">
          Admit
        </Button>
      </div>
    </form>
  );
}
