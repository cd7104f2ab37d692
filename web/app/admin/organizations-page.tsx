/** Who sells here: every organization, and making a new one. */
import { useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { line } from '@usher/contracts/ids';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
  useNavigation,
} from 'react-router';
import { z } from 'zod';
import type { Data } from '../api/ask.ts';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { requireViewer } from '../session/session.ts';
import { mayAdminister } from '../session/viewer.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { CardSection } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { fieldProps, listErrors } from '../ui/form-fields.ts';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Pagination } from '../ui/pagination.tsx';
import { Problem } from '../ui/problem.tsx';
import { type Column, DataTable } from '../ui/table.tsx';
import { TextField } from '../ui/text-fields.tsx';
import { fieldErrors } from '../words/field-errors.ts';
import { formatDate } from '../words/format-time.ts';

const SHOWN = 25;
const NewOrganization = z.object({ name: line(120), key: z.uuid() });
const formatError = fieldErrors({ name: 'the organization’s name' });

export const meta: MetaFunction = () => [{ title: 'Organizations · Usher' }];

export async function loader({ request, url, context }: LoaderFunctionArgs) {
  requireViewer(context, request, mayAdminister);
  const cursor = url.searchParams.get('cursor') ?? '';
  const list = await apiOf(context)('listOrganizations', {
    query: { limit: SHOWN, ...(cursor !== '' && { cursor }) },
  });
  return {
    organizations: list.ok ? list.data.items : [],
    next: list.ok ? list.data.nextCursor : null,
    isFirst: cursor === '',
    refusal: list.ok ? null : list.refusal,
    // One key per form shown: a form sent twice makes one organization.
    key: crypto.randomUUID(),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireViewer(context, request, mayAdminister);
  const submission = parseWithZod(await request.formData(), { schema: NewOrganization, formatError });
  if (submission.status !== 'success') return { result: submission.reply(), refusal: null };
  const { name, key } = submission.value;
  const answer = await apiOf(context)('createOrganization', { body: { name: name.trim() }, key });
  if (!answer.ok) return { result: submission.reply(), refusal: answer.refusal };
  throw redirect(paths.adminOrganization(answer.data.id));
}

export default function OrganizationsPage() {
  const { organizations, next, isFirst, refusal } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader title="Organizations" lead="Who sells here. Each has its own venues, events, orders and members." />
      <Problem refusal={refusal} action={<ButtonLink to={paths.adminOrganizations()}>Try again</ButtonLink>} />
      <div className="grid items-start gap-6 lg:grid-cols-[2fr_1fr]">
        <div className="grid gap-4">
          {!refusal && (
            <DataTable
              caption="Organizations"
              columns={columns}
              rows={organizations}
              rowKey={({ id }) => id}
              empty={<EmptyState title="No organization yet">Make the first one, then add its members.</EmptyState>}
            />
          )}
          <Pagination
            label="Pages of organizations"
            first={isFirst ? null : paths.adminOrganizations()}
            next={next === null ? null : paths.adminOrganizations({ cursor: next })}
          />
        </div>
        <NewOrganizationForm />
      </div>
    </Page>
  );
}

function NewOrganizationForm() {
  const { key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isBusy = useNavigation().state === 'submitting';
  const [form, fields] = useForm({
    id: 'new-organization',
    lastResult: answer?.result,
    defaultValue: { name: '' },
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema: NewOrganization, formatError }),
  });
  return (
    <CardSection title="New organization">
      <Problem refusal={answer?.refusal} />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
        <ErrorSummary errors={listErrors(form)} />
        <input type="hidden" name="key" value={key} />
        <TextField {...fieldProps(fields.name)} label="Name" autoComplete="organization" />
        <Button type="submit" variant="primary" busy={isBusy} busyLabel="Making it…" className="justify-self-start">
          Make organization
        </Button>
      </Form>
    </CardSection>
  );
}

type Organization = Data<'listOrganizations'>['items'][number];

const columns: readonly Column<Organization>[] = [
  {
    key: 'name',
    header: 'Name',
    main: true,
    cell: ({ id, name }) => (
      <Link to={paths.adminOrganization(id)} className="link inline-flex min-h-11 items-center md:min-h-10">
        <bdi className="break-words">{name}</bdi>
      </Link>
    ),
  },
  { key: 'since', header: 'Since', cell: ({ createdAt }) => formatDate(createdAt, 'UTC') },
];
