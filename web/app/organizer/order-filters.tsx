/** What narrows the list of orders; all of it is part of the address. */
import { Search } from 'lucide-react';
import { Form, useSubmit } from 'react-router';
import { Button } from '../ui/button.tsx';
import { SelectField, TextField } from '../ui/text-fields.tsx';
import { formatDateShort } from '../words/format-time.ts';
import { orderStates } from '../words/states.ts';

interface OrderFiltersProps {
  readonly filters: {
    readonly organization: string | null;
    readonly q: string;
    readonly state: string | null;
    readonly event: string | null;
  };
  readonly events: readonly {
    readonly id: string;
    readonly name: string;
    readonly startsAt: string;
    readonly timeZone: string;
  }[];
}

/** Lists apply when chosen, the search when sent; without script the button sends all. */
export function OrderFilters({ filters, events }: OrderFiltersProps) {
  const submit = useSubmit();
  const { organization, q, state, event } = filters;
  return (
    <Form
      method="get"
      role="search"
      aria-label="Orders"
      // Fields follow the address, also when that changes otherwise.
      key={JSON.stringify(filters)}
      className="grid items-end gap-3 md:grid-cols-[minmax(0,1fr)_14rem_16rem_auto]"
    >
      {organization !== null && <input type="hidden" name="organization" value={organization} />}
      <TextField
        name="q"
        type="search"
        label="Reference, name or e-mail"
        defaultValue={q}
        maxLength={100}
        enterKeyHint="search"
        autoComplete="off"
      />
      <SelectField
        name="state"
        label="State"
        defaultValue={state ?? ''}
        onChange={(change) => void submit(change.currentTarget.form)}
      >
        <option value="">All states</option>
        {Object.entries(orderStates).map(([value, { label }]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      <SelectField
        name="event"
        label="Event"
        defaultValue={event ?? ''}
        onChange={(change) => void submit(change.currentTarget.form)}
      >
        <option value="">All events</option>
        {events.map(({ id, name, startsAt, timeZone }) => (
          <option key={id} value={id}>{`${name} · ${formatDateShort(startsAt, timeZone)}`}</option>
        ))}
      </SelectField>
      <Button type="submit" icon={<Search aria-hidden size={20} />}>
        Search
      </Button>
    </Form>
  );
}
