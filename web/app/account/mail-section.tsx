/** The mail Usher sent to somebody, and whether it went. */
import type { NotificationState } from '@usher/contracts/notifications';
import { Link, useLoaderData } from 'react-router';
import type { z } from 'zod';
import { now } from '../clock.ts';
import { paths, withQuery } from '../paths.ts';
import { Badge } from '../ui/badge.tsx';
import { CardSection } from '../ui/card.tsx';
import { Pagination } from '../ui/pagination.tsx';
import { useHydrated } from '../ui/ticking.ts';
import { formatRelative } from '../words/format.ts';
import { formatEventTime } from '../words/format-time.ts';
import type { Tone } from '../words/states.ts';
import type { loadAccount } from './account-data.server.ts';

/** Newest first, ten at a time. */
export function MailSection() {
  const { mail, next, isFirst } = useLoaderData<typeof loadAccount>();
  return (
    <CardSection title="Mail we sent you">
      {mail === null && <p className="text-muted">We couldn’t load this list. Reload the page to try again.</p>}
      {mail?.length === 0 && <p className="text-muted">No mail yet. Tickets and news about your orders appear here.</p>}
      {mail !== null && mail.length > 0 && (
        <ul className="-my-3 divide-y divide-line">
          {mail.map((message) => (
            <li key={message.id} className="flex items-start justify-between gap-4 py-3">
              <div className="grid min-w-0 gap-0.5">
                <p className="font-medium">{message.subject}</p>
                <p className="text-muted text-small">
                  <bdi className="break-words">{message.to}</bdi> ·{' '}
                  <SentTime instant={message.sentAt ?? message.createdAt} />
                </p>
              </div>
              <Badge tone={states[message.state].tone} className="shrink-0">
                {states[message.state].label}
              </Badge>
            </li>
          ))}
        </ul>
      )}
      {mail?.some(({ state }) => state === 'failed') && (
        <p className="text-small">
          A mail didn’t arrive? Your{' '}
          <Link className="link" to={paths.tickets()}>
            tickets
          </Link>{' '}
          are here all the same.
        </p>
      )}
      <Pagination
        label="Pages of mail"
        first={isFirst ? null : paths.account()}
        next={next === null ? null : withQuery(paths.account(), { mail: next })}
      />
    </CardSection>
  );
}

/** By the reader's clock once the page is awake; till then by the one everybody shares. */
function SentTime({ instant }: { instant: string }) {
  const isAwake = useHydrated();
  const zone = isAwake ? new Intl.DateTimeFormat().resolvedOptions().timeZone : 'UTC';
  const isRecent = isAwake && now() - Date.parse(instant) < RECENT_MS;
  return (
    <time dateTime={instant} className="whitespace-nowrap">
      {isRecent
        ? formatRelative((Date.parse(instant) - now()) / 1000)
        : `${formatEventTime(instant, zone)}${isAwake ? '' : ' UTC'}`}
    </time>
  );
}

const RECENT_MS = 24 * 3600 * 1000;

const states: Readonly<Record<z.infer<typeof NotificationState>, { label: string; tone: Tone }>> = {
  queued: { label: 'On its way', tone: 'info' },
  sent: { label: 'Sent', tone: 'success' },
  failed: { label: 'Not delivered', tone: 'danger' },
};
