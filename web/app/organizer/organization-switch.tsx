/** From one organization to another, for those who work for several. */
import { useId } from 'react';
import { Form, useLocation, useSubmit } from 'react-router';
import { paths } from '../paths.ts';
import { Button } from '../ui/button.tsx';
import { controlLook } from '../ui/field.tsx';

interface SwitchProps {
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
  readonly shownId: string;
}

/** The name alone when there is only one; else a list that leads to the same page of another organization. */
export function OrganizationSwitch({ organizations, shownId }: SwitchProps) {
  const id = useId();
  const submit = useSubmit();
  const { pathname } = useLocation();
  const lists = [paths.organizer(), paths.organizerOrders(), paths.organizerVenues()];
  if (organizations.length < 2) {
    return <p className="truncate pt-3 text-muted text-small md:pt-0">{organizations[0]?.name}</p>;
  }
  return (
    <Form method="get" action={lists.includes(pathname) ? pathname : paths.organizer()} className="flex gap-2 py-2">
      <label htmlFor={id} className="sr-only">
        Organization
      </label>
      <select
        key={shownId}
        id={id}
        name="organization"
        defaultValue={shownId}
        onChange={(event) => void submit(event.currentTarget.form)}
        className={`${controlLook} truncate md:max-w-80`}
      >
        {organizations.map((organization) => (
          <option key={organization.id} value={organization.id}>
            {organization.name}
          </option>
        ))}
      </select>
      <noscript>
        <Button type="submit">Switch</Button>
      </noscript>
    </Form>
  );
}
