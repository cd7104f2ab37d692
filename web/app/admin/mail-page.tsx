/** Mail that could not be sent, why, and sending it again; waiting and sent mail through the filter. */
import { MailCheck, RotateCw } from 'lucide-react';
import {
  type ActionFunctionArgs,
  Form,
  type LoaderFunctionArgs,
  type MetaFunction,
  useActionData,
  useLoaderData,
  useNavigation,
} from 'react-router';
import type { Data } from '../api/ask.ts';
import { ask } from '../api/browser.ts';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { requireViewer } from '../session/session.ts';
import { mayAdminister } from '../session/viewer.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { ChipLink } from '../ui/chip.tsx';
import { EmptyState } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Pagination } from '../ui/pagination.tsx';
import { Problem } from '../ui/problem.tsx';
import { DataTable } from '../ui/table.tsx';
import { Toast } from '../ui/toast.tsx';
import { visitContext } from '../visit.ts';
import { Age } from './age.tsx';
import { useFresh } from './fresh.ts';
import { mailColumns } from './mail-columns.tsx';
import { isMailState, type MailState, mailStates } from './mail-words.ts';
import { retryMail } from './retry-mail.server.ts';

const SHOWN = 25;
const LOOK_EVERY_MS = 15_000;

type MailList = Data<'listFailedNotifications'>;

export const meta: MetaFunction = () => [{ title: 'Mail · Usher' }];

export async function loader({ request, url, context }: LoaderFunctionArgs) {
  requireViewer(context, request, mayAdminister);
  const asked = url.searchParams.get('state');
  const state: MailState = isMailState(asked) ? asked : 'failed';
  const cursor = url.searchParams.get('cursor') ?? '';
  const list = await apiOf(context)('listFailedNotifications', { query: pageOf(state, cursor) });
  return {
    state,
    cursor,
    list: list.ok ? list.data : null,
    refusal: list.ok ? null : list.refusal,
    atMs: context.get(visitContext).clock.now(),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireViewer(context, request, mayAdminister);
  return retryMail(context, await request.formData());
}

export default function MailPage() {
  const { state, cursor, list, refusal, atMs } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <Page>
      <PageHeader title="Mail" lead="Tickets, confirmations and links on their way to people." />
      <nav aria-label="Which mail" className="flex flex-wrap gap-2">
        {Object.entries(mailStates).map(([each, { label }]) => (
          <ChipLink
            key={each}
            to={paths.adminMail({ state: each === 'failed' ? null : each })}
            selected={each === state}
          >
            {label}
          </ChipLink>
        ))}
      </nav>
      <Problem refusal={refusal} action={<ButtonLink to={paths.adminMail()}>Try again</ButtonLink>} />
      <Problem refusal={answer?.refusal} />
      {list && <Mails key={`${state} ${cursor}`} initial={list} atMs={atMs} state={state} cursor={cursor} />}
      {answer?.done && <Toast key={answer.atMs}>{answer.done}</Toast>}
    </Page>
  );
}

function Mails(props: { initial: MailList; atMs: number; state: MailState; cursor: string }) {
  const { initial, state, cursor } = props;
  const { data, atMs, refusal } = useFresh({
    initial: { data: initial, atMs: props.atMs },
    everyMs: LOOK_EVERY_MS,
    ask: (signal) => ask('listFailedNotifications', { query: pageOf(state, cursor), signal }),
  });
  const { items, nextCursor } = data;
  return (
    <section aria-label={mailStates[state].label} className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted text-small">
          <Age atMs={atMs} />
        </p>
        {state === 'failed' && items.length > 1 && <RetryAll ids={items.map(({ id }) => id)} />}
      </div>
      <Problem refusal={refusal} fact="We couldn’t look again." remedy="What you see is the last that was known." />
      {items.length === 0 ? (
        <EmptyState title={mailStates[state].empty} icon={<MailCheck size={28} />} />
      ) : (
        <DataTable
          caption={mailStates[state].label}
          columns={mailColumns(state)}
          rows={items}
          rowKey={({ id }) => id}
        />
      )}
      <Pagination
        label="Pages of mail"
        first={cursor === '' ? null : paths.adminMail({ state })}
        next={nextCursor === null ? null : paths.adminMail({ state, cursor: nextCursor })}
      />
    </section>
  );
}

function RetryAll({ ids }: { ids: readonly string[] }) {
  const isBusy = useNavigation().formData?.getAll('id').length === ids.length;
  return (
    <Form method="post" preventScrollReset>
      {ids.map((id) => (
        <input key={id} type="hidden" name="id" value={id} />
      ))}
      <Button
        type="submit"
        variant="primary"
        icon={<RotateCw aria-hidden size={20} />}
        busy={isBusy}
        busyLabel="Queuing…"
      >
        Retry all {ids.length} shown
      </Button>
    </Form>
  );
}

const pageOf = (state: MailState, cursor: string) => ({ state, limit: SHOWN, ...(cursor !== '' && { cursor }) });
