/** One person: who they are, and what an admin may change about them. */
import { X } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { Form, Link, useNavigation } from 'react-router';
import type { Refusal } from '../api/ask.ts';
import { Button } from '../ui/button.tsx';
import { RadioCards } from '../ui/choice-fields.tsx';
import { Notice } from '../ui/notice.tsx';
import { Problem } from '../ui/problem.tsx';
import { memberRoles, fullName, roles, type User } from './people-words.ts';

interface PersonPanelProps {
  readonly person: User;
  readonly isSelf: boolean;
  readonly refusal: Refusal | null;
  readonly closeTo: string;
}

/** Takes the focus when it appears, so that who came by keyboard is where the change is. */
export function PersonPanel({ person, isSelf, refusal, closeTo }: PersonPanelProps) {
  const panel = useRef<HTMLElement>(null);
  const titleId = useId();
  // The page begins at its top anyway; a scroll to the panel would hide what it belongs to.
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-labelledby={titleId}
      className="grid gap-6 rounded-card border border-line bg-surface p-4 md:p-6"
    >
      <header className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h2 id={titleId} className="break-words text-h3">
            <bdi>{fullName(person)}</bdi>
          </h2>
          <p className="break-words text-muted">
            <bdi>{person.email}</bdi>
          </p>
        </div>
        <Link
          to={closeTo}
          preventScrollReset
          aria-label="Close"
          className="inline-flex size-11 shrink-0 items-center justify-center rounded-field text-text hover:bg-sunken"
        >
          <X aria-hidden size={24} />
        </Link>
      </header>
      <Memberships person={person} />
      <Problem refusal={refusal} />
      {isSelf ? (
        <Notice title="This is you">Nobody can change their own role or disable themselves. Another admin can.</Notice>
      ) : (
        <div className="grid items-start gap-8 md:grid-cols-2">
          <RoleForm person={person} />
          <AccessForm person={person} />
        </div>
      )}
    </section>
  );
}

function Memberships({ person: { organizations } }: { person: User }) {
  if (organizations.length === 0) return <p>Not a member of any organization.</p>;
  return (
    <p>
      {organizations.map(({ id, name, role }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          {memberRoles[role].label} of <bdi>{name}</bdi>
        </span>
      ))}
    </p>
  );
}

function RoleForm({ person }: { person: User }) {
  const isBusy = useBusy('role');
  return (
    <Form method="post" preventScrollReset className="grid gap-4">
      <input type="hidden" name="form" value="role" />
      <input type="hidden" name="userId" value={person.id} />
      <RadioCards
        name="role"
        label="Role"
        hint="Takes effect at once. Memberships stay as they are."
        defaultValue={person.role}
        options={Object.entries(roles).map(([value, words]) => ({ value, ...words }))}
      />
      <Button type="submit" variant="primary" busy={isBusy} busyLabel="Saving…" className="justify-self-start">
        Save role
      </Button>
    </Form>
  );
}

function AccessForm({ person }: { person: User }) {
  const form = person.disabled ? 'enable' : 'disable';
  const isBusy = useBusy(form);
  return (
    <Form method="post" preventScrollReset className="grid gap-3">
      <input type="hidden" name="form" value={form} />
      <input type="hidden" name="userId" value={person.id} />
      <h3 className="text-body">Access</h3>
      <p>
        {person.disabled
          ? 'This account is disabled: its owner can’t log in. Enabling it lets them log in with the password they had.'
          : 'Disabling logs them out everywhere at once, and they can’t log in any more. Tickets they bought stay valid.'}
      </p>
      <Button
        type="submit"
        variant={person.disabled ? 'secondary' : 'danger'}
        busy={isBusy}
        className="justify-self-start"
      >
        {person.disabled ? 'Enable account' : 'Disable account'}
      </Button>
    </Form>
  );
}

const useBusy = (form: string): boolean => useNavigation().formData?.get('form') === form;
