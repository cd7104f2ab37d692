/** Which door: the events of one's organizations, today's first, with who is in already. */
import { DoorOpen, Search } from 'lucide-react';
import { Form, Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import type { Ask, Data, Refusal } from '../api/ask.ts';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { requireViewer } from '../session/session.ts';
import { mayScan } from '../session/viewer.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Problem } from '../ui/problem.tsx';
import { TextField } from '../ui/text-fields.tsx';
import { EventTime } from '../ui/when.tsx';
import { visitContext } from '../visit.ts';
import { formatDate } from '../words/format-time.ts';
import { countLine } from './counts.ts';

/** Enough for a week of a busy house; any other event is found by its name. */
const SHOWN_MAX = 24;

type Event = Data<'listOrganizationEvents'>['items'][number];
type Stats = Data<'getCheckInStats'>;
interface DoorEvent {
  readonly event: Event;
  readonly isToday: boolean;
  readonly stats: Stats | null;
}

export const meta: MetaFunction = () => [{ title: 'Door · Usher' }];

export async function loader({ request, url, context }: LoaderFunctionArgs) {
  requireViewer(context, request, mayScan);
  const q = url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
  return { q, ...(await readDoors(apiOf(context), q, context.get(visitContext).clock.now())) };
}

export default function DoorPage() {
  const { q, doors, refusal } = useLoaderData<typeof loader>();
  const today = doors.filter(({ isToday }) => isToday);
  const later = doors.filter(({ isToday }) => !isToday);
  return (
    <Page>
      <PageHeader title="Door" lead="Choose the event you let people into." />
      <Problem refusal={refusal} action={<ButtonLink to={paths.door()}>Try again</ButtonLink>} />
      <Form role="search" aria-label="Door" className="flex max-w-form items-end gap-2">
        <TextField type="search" name="q" label="Find an event" defaultValue={q} maxLength={100} className="flex-1" />
        <Button type="submit" icon={<Search aria-hidden size={20} />}>
          Find
        </Button>
      </Form>
      <Doors title="Today" doors={today} />
      <Doors title="Coming up" doors={later} />
      {doors.length === 0 && !refusal && <NoDoors q={q} />}
      {doors.length === SHOWN_MAX && (
        <p className="text-muted">These are the next {SHOWN_MAX} events. Find any other by its name.</p>
      )}
    </Page>
  );
}

function Doors({ title, doors }: { title: string; doors: readonly DoorEvent[] }) {
  if (doors.length === 0) return null;
  return (
    <section aria-label={title} className="grid gap-4">
      <h2 className="text-h3">{title}</h2>
      <ul className="grid gap-3 md:grid-cols-2 lg:grid-cols-3">
        {doors.map(({ event, stats }) => (
          <li key={event.id}>
            <Link
              to={paths.doorEvent(event.id)}
              className="flex h-full flex-col gap-1 rounded-card border border-line bg-surface p-4 text-text no-underline hover:border-control hover:bg-sunken"
            >
              <span className="font-bold text-lead">{event.name}</span>
              <EventTime instant={event.startsAt} timeZone={event.timeZone} />
              <span className="text-muted">
                {event.venue.name}, {event.venue.city}
              </span>
              {stats && <span className="tabular mt-auto pt-2 font-medium">{countLine(stats)}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function NoDoors({ q }: { q: string }) {
  if (q === '')
    return (
      <EmptyState icon={<DoorOpen size={28} />} title="No events ahead">
        Events of your organization appear here as soon as they are published.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<Search size={28} />}
      title={`No event ahead matches “${q}”`}
      action={<ButtonLink to={paths.door()}>Show all events</ButtonLink>}
    />
  );
}

async function readDoors(ask: Ask, q: string, nowMs: number): Promise<{ doors: DoorEvent[]; refusal: Refusal | null }> {
  const organizations = await ask('listOrganizations');
  if (!organizations.ok) return { doors: [], refusal: organizations.refusal };
  const lists = await Promise.all(
    organizations.data.items.map(({ id }) =>
      ask('listOrganizationEvents', { params: { id }, query: { q, when: 'upcoming', limit: SHOWN_MAX } }),
    ),
  );
  const events = lists
    .flatMap((list) => (list.ok ? list.data.items : []))
    .filter(({ status }) => status !== 'draft' && status !== 'cancelled')
    .sort((one, other) => one.startsAt.localeCompare(other.startsAt))
    .slice(0, SHOWN_MAX);
  const refused = lists.find((list) => !list.ok);
  const doors = await Promise.all(events.map((event) => readDoor(ask, event, nowMs)));
  return { doors, refusal: refused && !refused.ok ? refused.refusal : null };
}

/** An event that began and has not ended is today's, whatever the date says after midnight. */
async function readDoor(ask: Ask, event: Event, nowMs: number): Promise<DoorEvent> {
  const stats = await ask('getCheckInStats', { params: { id: event.id } });
  const isSameDay =
    formatDate(event.startsAt, event.timeZone) === formatDate(new Date(nowMs).toISOString(), event.timeZone);
  return {
    event,
    isToday: isSameDay || Date.parse(event.startsAt) < nowMs,
    stats: stats.ok ? stats.data : null,
  };
}
