/** The houses of an organization. */
import { MapPin, Plus } from 'lucide-react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import type { Data } from '../api/ask.ts';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Pagination } from '../ui/pagination.tsx';
import { Problem } from '../ui/problem.tsx';
import { type Column, DataTable } from '../ui/table.tsx';
import { formatCount } from '../words/format.ts';
import { formatZone } from '../words/format-time.ts';
import { organizationOf } from './organization.server.ts';
import { SearchForm } from './search-form.tsx';

export const meta: MetaFunction = () => [{ title: 'Venues · Usher' }];

type Venue = Data<'listVenues'>['items'][number];

export async function loader({ request, url, context }: LoaderFunctionArgs) {
  const { ask, organization, organizations } = await organizationOf(context, request);
  const q = url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
  const cursor = url.searchParams.get('cursor');
  const listed = await ask('listVenues', {
    query: { organizationId: organization.id, q, ...(cursor && { cursor }) },
  });
  return {
    ...{ q, cursor },
    organization: organizations.length > 1 ? organization.id : null,
    ...(listed.ok ? { ...listed.data, refusal: null } : { items: [], nextCursor: null, refusal: listed.refusal }),
  };
}

export default function VenuesPage() {
  const { q, cursor, organization, items, nextCursor, refusal } = useLoaderData<typeof loader>();
  const isFirstEver = items.length === 0 && q === '' && cursor === null;
  return (
    <Page>
      <PageHeader
        title="Venues"
        actions={
          !isFirstEver && (
            <ButtonLink
              to={paths.organizerVenueNew({ organization })}
              variant="primary"
              icon={<Plus aria-hidden size={20} />}
            >
              Add venue
            </ButtonLink>
          )
        }
      />
      {!isFirstEver && <SearchForm label="Search venues" q={q} keep={{ organization }} />}
      <Problem refusal={refusal} />
      {items.length > 0 && (
        <DataTable caption="Venues by name" columns={columns} rows={items} rowKey={(venue) => venue.id} />
      )}
      {items.length === 0 && !refusal && <NoVenues q={q} organization={organization} />}
      <Pagination
        label="More venues"
        first={cursor === null ? null : paths.organizerVenues({ organization, q })}
        next={nextCursor === null ? null : paths.organizerVenues({ organization, q, cursor: nextCursor })}
      />
    </Page>
  );
}

function NoVenues({ q, organization }: { q: string; organization: string | null }) {
  if (q !== '')
    return (
      <EmptyState
        title={`No venues match “${q}”`}
        action={<ButtonLink to={paths.organizerVenues({ organization })}>Show all venues</ButtonLink>}
      />
    );
  return (
    <EmptyState
      icon={<MapPin size={28} />}
      title="No venues yet"
      action={
        <ButtonLink to={paths.organizerVenueNew({ organization })} variant="primary">
          Add venue
        </ButtonLink>
      }
    >
      A venue has an address, a clock and a seat map. Usher draws the map for you.
    </EmptyState>
  );
}

const columns: readonly Column<Venue>[] = [
  {
    key: 'name',
    header: 'Venue',
    main: true,
    cell: ({ id, name }) => (
      <Link to={paths.organizerVenue(id)} className="link">
        {name}
      </Link>
    ),
  },
  { key: 'city', header: 'City', cell: ({ city, country }) => `${city}, ${country}` },
  { key: 'seats', header: 'Seats', numeric: true, cell: ({ seatMap }) => sizeCell(seatMap, 'seatCount', 'seat') },
  {
    key: 'standing',
    header: 'Standing',
    numeric: true,
    cell: ({ seatMap }) => sizeCell(seatMap, 'areaCapacity', 'place'),
  },
  { key: 'zone', header: 'Clock', cell: ({ timeZone }) => formatZone(timeZone) },
];

function sizeCell(map: Venue['seatMap'], of: 'seatCount' | 'areaCapacity', unit: string): string {
  if (map === null) return 'No map yet';
  return map[of] === 0 ? 'None' : formatCount(map[of], unit);
}
