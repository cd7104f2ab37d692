/** Everybody with an account: found, given a role, shut out, let in again. */
import { Search } from 'lucide-react';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  useActionData,
  useLoaderData,
} from 'react-router';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { requireViewer } from '../session/session.ts';
import { mayAdminister } from '../session/viewer.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Pagination } from '../ui/pagination.tsx';
import { Problem } from '../ui/problem.tsx';
import { type Column, DataTable } from '../ui/table.tsx';
import { SelectField, TextField } from '../ui/text-fields.tsx';
import { Toast } from '../ui/toast.tsx';
import { Address } from './address.tsx';
import { changePerson } from './change-person.server.ts';
import { fullName, type Role, roles, type User } from './people-words.ts';
import { PersonPanel } from './person-panel.tsx';

const SHOWN = 25;

export const meta: MetaFunction = () => [{ title: 'People · Usher' }];

export async function loader({ request, url, context }: LoaderFunctionArgs) {
  const viewer = requireViewer(context, request, mayAdminister);
  const text = (name: string) => url.searchParams.get(name)?.trim() ?? '';
  const q = text('q').slice(0, 100);
  const role = isRole(text('role')) ? (text('role') as Role) : undefined;
  const cursor = text('cursor');
  const people = await apiOf(context)('listUsers', {
    query: { limit: SHOWN, ...(q !== '' && { q }), ...(role && { role }), ...(cursor !== '' && { cursor }) },
  });
  return {
    filter: { q, role: role ?? '' },
    cursor,
    viewerId: viewer.id,
    people: people.ok ? people.data.items : [],
    next: people.ok ? people.data.nextCursor : null,
    refusal: people.ok ? null : people.refusal,
    chosenId: text('person'),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireViewer(context, request, mayAdminister);
  return changePerson(context, await request.formData());
}

export default function PeoplePage() {
  const { filter, cursor, viewerId, people, next, refusal, chosenId } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const here = { ...filter, cursor };
  const chosen = people.find(({ id }) => id === chosenId);
  return (
    <Page>
      <PageHeader title="People" lead="Everybody with an account here." />
      {chosen && (
        <PersonPanel
          key={chosen.id}
          person={chosen}
          isSelf={chosen.id === viewerId}
          refusal={result?.refusal ?? null}
          closeTo={paths.adminPeople(here)}
        />
      )}
      <Filters {...filter} />
      <Problem refusal={refusal} action={<ButtonLink to={paths.adminPeople()}>Show everybody</ButtonLink>} />
      {!refusal && (
        <DataTable
          caption="People"
          rows={people}
          rowKey={({ id }) => id}
          columns={columnsFor((id) => paths.adminPeople({ ...here, person: id }), viewerId)}
          empty={<NoPeople />}
        />
      )}
      <Pagination
        label="Pages of people"
        first={cursor === '' ? null : paths.adminPeople(filter)}
        next={next === null ? null : paths.adminPeople({ ...filter, cursor: next })}
      />
      {result?.done && <Toast key={result.atMs}>{result.done}</Toast>}
    </Page>
  );
}

function Filters({ q, role }: { q: string; role: string }) {
  return (
    <Form role="search" aria-label="People" key={`${q} ${role}`} className="flex flex-wrap items-end gap-3">
      <TextField
        type="search"
        name="q"
        label="Name or e-mail"
        defaultValue={q}
        maxLength={100}
        className="min-w-56 flex-1 md:max-w-96"
      />
      <SelectField name="role" label="Role" defaultValue={role} className="min-w-40">
        <option value="">Any role</option>
        {Object.entries(roles).map(([value, { label }]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      <Button type="submit" icon={<Search aria-hidden size={20} />}>
        Find people
      </Button>
    </Form>
  );
}

function columnsFor(pathTo: (id: string) => string, viewerId: string): Column<User>[] {
  return [
    {
      key: 'name',
      header: 'Name',
      main: true,
      cell: (person) => (
        <>
          <bdi className="break-words">{fullName(person)}</bdi>
          {person.id === viewerId && <span className="font-normal text-muted"> (you)</span>}
        </>
      ),
    },
    { key: 'email', header: 'E-mail', cell: ({ email }) => <Address email={email} /> },
    { key: 'role', header: 'Role', cell: ({ role }) => roles[role].label },
    {
      key: 'works',
      header: 'Works for',
      cell: ({ organizations }) => organizations.map(({ name }) => name).join(', ') || 'Nobody',
    },
    {
      key: 'state',
      header: 'State',
      cell: ({ disabled }) => (disabled ? <Badge tone="danger">Disabled</Badge> : 'Active'),
    },
    {
      key: 'change',
      header: 'Change',
      headerHidden: true,
      cell: (person) => (
        <Link to={pathTo(person.id)} className="link inline-flex min-h-11 items-center md:min-h-10">
          Change<span className="sr-only"> {fullName(person)}</span>
        </Link>
      ),
    },
  ];
}

function NoPeople() {
  return (
    <EmptyState
      title="Nobody matches"
      icon={<Search size={28} />}
      action={<ButtonLink to={paths.adminPeople()}>Show everybody</ButtonLink>}
    >
      Look for a part of the name or of the e-mail address.
    </EmptyState>
  );
}

const isRole = (text: string): boolean => Object.hasOwn(roles, text);
