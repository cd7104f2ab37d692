/** One organization's members: who sells, who scans. */
import {
  type ActionFunctionArgs,
  Form,
  type LoaderFunctionArgs,
  type MetaFunction,
  useActionData,
  useLoaderData,
  useNavigation,
} from 'react-router';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { requireViewer } from '../session/session.ts';
import { mayAdminister } from '../session/viewer.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Pagination } from '../ui/pagination.tsx';
import { Problem } from '../ui/problem.tsx';
import { type Column, DataTable } from '../ui/table.tsx';
import { Toast } from '../ui/toast.tsx';
import { Address } from './address.tsx';
import { changeMembers, type MembersAnswer } from './change-members.server.ts';
import { findOrganization } from './find-organization.server.ts';
import { AddMemberForm } from './add-member-form.tsx';
import { asRole, fullName, type Member, memberRoles } from './people-words.ts';

const SHOWN = 50;

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: loaderData ? `${loaderData.organization.name} · Usher` : 'Organization · Usher' },
];

export async function loader({ request, params, url, context }: LoaderFunctionArgs) {
  requireViewer(context, request, mayAdminister);
  const ask = apiOf(context);
  const id = params['organizationId'] ?? '';
  const cursor = url.searchParams.get('cursor') ?? '';
  const [organization, members] = await Promise.all([
    findOrganization(ask, id),
    ask('listMembers', { params: { id }, query: { limit: SHOWN, ...(cursor !== '' && { cursor }) } }),
  ]);
  if (!organization || !members.ok)
    throw new Response(null, { status: members.ok || members.refusal.status < 500 ? 404 : 503 });
  return { organization, members: members.data.items, next: members.data.nextCursor, isFirst: cursor === '' };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  requireViewer(context, request, mayAdminister);
  return changeMembers(context, params['organizationId'] ?? '', await request.formData());
}

export default function OrganizationPage() {
  const { organization, members, next, isFirst } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const here = paths.adminOrganization(organization.id);
  return (
    <Page>
      <PageHeader
        title={<bdi className="break-words">{organization.name}</bdi>}
        lead="Organizers run its office, operators its doors."
        back={{ to: paths.adminOrganizations(), label: 'All organizations' }}
      />
      <RowAnswer answer={answer} />
      <div className="grid items-start gap-6 lg:grid-cols-[2fr_1fr]">
        <div className="grid gap-4">
          <DataTable
            caption={`Members of ${organization.name}`}
            columns={columns}
            rows={members}
            rowKey={({ id }) => id}
            empty={<EmptyState title="No members yet">Add somebody who will run its office.</EmptyState>}
          />
          <Pagination
            label="Pages of members"
            first={isFirst ? null : here}
            next={next === null ? null : `${here}?cursor=${encodeURIComponent(next)}`}
          />
        </div>
        <AddMemberForm answer={answer} />
      </div>
    </Page>
  );
}

/** What became of a button in the list; taking somebody out can be taken back. */
function RowAnswer({ answer }: { answer: MembersAnswer | undefined }) {
  if (!answer || answer.form === 'add') return answer?.done ? <Toast key={answer.atMs}>{answer.done}</Toast> : null;
  if (answer.refusal) return <Problem refusal={answer.refusal} />;
  if (!answer.removed) return answer.done ? <Toast key={answer.atMs}>{answer.done}</Toast> : null;
  return (
    <Notice
      role="status"
      tone="success"
      title={answer.done}
      action={
        <Form method="post">
          <input type="hidden" name="form" value="add" />
          <input type="hidden" name="email" value={answer.removed.email} />
          <input type="hidden" name="role" value={answer.removed.role} />
          <Button type="submit" size="small">
            Add them again
          </Button>
        </Form>
      }
    />
  );
}

const columns: readonly Column<Member>[] = [
  {
    key: 'name',
    header: 'Name',
    main: true,
    cell: (member) => <bdi className="break-words">{fullName(member)}</bdi>,
  },
  { key: 'email', header: 'E-mail', cell: ({ email }) => <Address email={email} /> },
  { key: 'role', header: 'Role', cell: ({ role }) => memberRoles[role].label },
  {
    key: 'actions',
    header: 'Change',
    headerHidden: true,
    cell: (member) => (
      <span className="flex flex-wrap gap-2 md:justify-end">
        <RoleButton member={member} />
        <RemoveButton member={member} />
      </span>
    ),
  },
];

function RoleButton({ member }: { member: Member }) {
  const role = member.role === 'organizer' ? 'operator' : 'organizer';
  const isBusy = useBusy('role', member);
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="form" value="role" />
      <input type="hidden" name="userId" value={member.id} />
      <input type="hidden" name="role" value={role} />
      <Button type="submit" size="small" busy={isBusy}>
        Make {asRole(role)}
        <span className="sr-only">: {fullName(member)}</span>
      </Button>
    </Form>
  );
}

function RemoveButton({ member }: { member: Member }) {
  const isBusy = useBusy('remove', member);
  return (
    <Form method="post">
      <input type="hidden" name="form" value="remove" />
      <input type="hidden" name="userId" value={member.id} />
      <input type="hidden" name="email" value={member.email} />
      <input type="hidden" name="name" value={fullName(member)} />
      <input type="hidden" name="role" value={member.role} />
      <Button type="submit" size="small" variant="quiet" busy={isBusy}>
        Remove<span className="sr-only"> {fullName(member)}</span>
      </Button>
    </Form>
  );
}

function useBusy(form: string, { id }: Member): boolean {
  const sent = useNavigation().formData;
  return sent?.get('form') === form && sent.get('userId') === id;
}
