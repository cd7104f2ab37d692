/** An organization's events: what comes, what is being prepared, what was. */
import { CalendarPlus, Plus } from 'lucide-react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { ChipLink } from '../ui/chip.tsx';
import { EmptyState } from '../ui/empty.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Pagination } from '../ui/pagination.tsx';
import { Problem } from '../ui/problem.tsx';
import { formatRelative } from '../words/format.ts';
import { formatEventTime, formatZone } from '../words/format-time.ts';
import { nextOnSale, withFigures } from './event-figures.server.ts';
import { EventRow } from './event-row.tsx';
import { organizationOf } from './organization.server.ts';
import { SearchForm } from './search-form.tsx';

export const meta: MetaFunction = () => [{ title: 'Your events · Usher' }];

/** What each part of the list asks the API for. */
const views = {
  upcoming: { label: 'Upcoming', query: { when: 'upcoming' } },
  drafts: { label: 'Drafts', query: { state: 'draft' } },
  past: { label: 'Past', query: { when: 'past' } },
} as const;
type View = keyof typeof views;
const viewNames = Object.keys(views) as View[];

export async function loader({ request, url, context }: LoaderFunctionArgs) {
  const { ask, organization, organizations } = await organizationOf(context, request);
  const { searchParams } = url;
  const view = viewNames.find((name) => name === searchParams.get('show')) ?? 'upcoming';
  const q = searchParams.get('q')?.trim().slice(0, 100) ?? '';
  const cursor = searchParams.get('cursor') ?? undefined;
  const listed = await ask('listOrganizationEvents', {
    params: { id: organization.id },
    query: { ...views[view].query, q, ...(cursor !== undefined && { cursor }) },
  });
  const here = { organization: organizations.length > 1 ? organization.id : null, show: searchParams.get('show'), q };
  const list = { view, here, cursor: cursor ?? null };
  if (!listed.ok) return { ...list, events: [], next: null, nextCursor: null, refusal: listed.refusal };
  const isFirst = view === 'upcoming' && q === '' && cursor === undefined;
  const [events, next] = await Promise.all([
    withFigures(ask, listed.data.items),
    isFirst ? nextOnSale(ask, organization.id) : null,
  ]);
  return { ...list, events, next, nextCursor: listed.data.nextCursor, refusal: null };
}

export default function EventsPage() {
  const { view, here, cursor, events, next, nextCursor, refusal } = useLoaderData<typeof loader>();
  const organization = here.organization;
  return (
    <Page>
      <PageHeader
        title="Events"
        actions={
          <ButtonLink
            to={paths.organizerEventNew({ organization })}
            variant="primary"
            icon={<Plus aria-hidden size={20} />}
          >
            Create event
          </ButtonLink>
        }
      />
      <div className="flex flex-wrap items-center justify-between gap-4">
        <nav aria-label="Which events" className="flex flex-wrap gap-2">
          {viewNames.map((name) => (
            <ChipLink
              key={name}
              to={paths.organizer({ organization, show: name === 'upcoming' ? null : name, q: here.q })}
              selected={name === view}
            >
              {views[name].label}
            </ChipLink>
          ))}
        </nav>
        <SearchForm label="Search events" q={here.q} keep={{ organization, show: here.show }} />
      </div>
      <Problem refusal={refusal} />
      {next && <NextOnSale {...next} />}
      {events.length > 0 && (
        <ul className="grid gap-3">
          {events.map((listed) => (
            <EventRow key={listed.event.id} {...listed} />
          ))}
        </ul>
      )}
      {events.length === 0 && !refusal && <NoEvents view={view} here={here} />}
      <Pagination
        label="More events"
        first={cursor === null ? null : paths.organizer(here)}
        next={nextCursor === null ? null : paths.organizer({ ...here, cursor: nextCursor })}
      />
    </Page>
  );
}

/** What an organiser is nervous about: when the next sale begins. */
function NextOnSale({ event, inSeconds }: NonNullable<Awaited<ReturnType<typeof nextOnSale>>>) {
  return (
    <Notice
      title={`Next on sale: ${event.name}`}
      action={
        <Link to={paths.organizerEvent(event.id)} className="link">
          Check that everything is right
        </Link>
      }
    >
      {formatEventTime(event.salesOpenAt, event.timeZone)} ({formatZone(event.timeZone)}), {formatRelative(inSeconds)}.
    </Notice>
  );
}

function NoEvents({ view, here }: { view: View; here: { organization: string | null; q: string } }) {
  const { organization, q } = here;
  if (q !== '') {
    return (
      <EmptyState
        title={`No ${view === 'drafts' ? 'drafts' : `${view} events`} match “${q}”`}
        action={<ButtonLink to={paths.organizer({ organization, show: view })}>Clear the search</ButtonLink>}
      />
    );
  }
  if (view === 'past') return <EmptyState title="No past events yet">They move here when they have ended.</EmptyState>;
  return (
    <EmptyState
      icon={<CalendarPlus size={28} />}
      title={view === 'drafts' ? 'No drafts' : 'No events yet'}
      action={
        <ButtonLink to={paths.organizerEventNew({ organization })} variant="primary">
          Create event
        </ButtonLink>
      }
    >
      {view === 'drafts' ? 'Everything you prepared is published.' : 'Creating one takes about 10 minutes.'}
    </EmptyState>
  );
}
