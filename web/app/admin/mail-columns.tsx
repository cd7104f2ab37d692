/** What the lists of mail show. */
import { Form, useNavigation } from 'react-router';
import { Button } from '../ui/button.tsx';
import { useHydrated } from '../ui/ticking.ts';
import type { Column } from '../ui/table.tsx';
import { formatCount } from '../words/format.ts';
import { formatEventTime } from '../words/format-time.ts';
import { Address } from './address.tsx';
import { type Mail, type MailState, reasonOf } from './mail-words.ts';

/** Failed and waiting mail says why, and how often it was tried; only failed mail can be retried. */
export function mailColumns(state: MailState): readonly Column<Mail>[] {
  const what: Column<Mail>[] = [
    {
      key: 'subject',
      header: 'Subject',
      main: true,
      cell: ({ subject }) => <bdi className="break-words">{subject}</bdi>,
    },
    { key: 'to', header: 'To', cell: ({ to }) => <Address email={to} /> },
  ];
  if (state === 'sent')
    return [
      ...what,
      { key: 'sent', header: 'Sent', cell: ({ sentAt, createdAt }) => <Time instant={sentAt ?? createdAt} /> },
    ];
  const why: Column<Mail>[] = [
    { key: 'made', header: 'Since', cell: ({ createdAt }) => <Time instant={createdAt} /> },
    {
      key: 'tried',
      header: 'Tried',
      cell: ({ attempts }) => <span className="whitespace-nowrap">{formatCount(attempts, 'time')}</span>,
    },
    { key: 'why', header: 'Why', cell: (mail) => <span className="break-words">{reasonOf(mail)}</span> },
  ];
  if (state === 'queued') return [...what, ...why];
  const retry: Column<Mail> = {
    key: 'retry',
    header: 'Retry',
    headerHidden: true,
    cell: (mail) => <RetryOne mail={mail} />,
  };
  return [...what, ...why, retry];
}

function RetryOne({ mail }: { mail: Mail }) {
  const sent = useNavigation().formData?.getAll('id') ?? [];
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="id" value={mail.id} />
      <Button type="submit" size="small" busy={sent.length === 1 && sent[0] === mail.id}>
        Retry<span className="sr-only"> {mail.subject}</span>
      </Button>
    </Form>
  );
}

/** By the admin's own clock once the page is awake; in UTC, and saying so, until then. */
function Time({ instant }: { instant: string }) {
  const isAwake = useHydrated();
  const zone = isAwake ? new Intl.DateTimeFormat().resolvedOptions().timeZone : 'UTC';
  return (
    <time dateTime={instant} className="tabular whitespace-nowrap">
      {formatEventTime(instant, zone)}
      {!isAwake && ' UTC'}
    </time>
  );
}
