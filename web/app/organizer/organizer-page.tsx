/** The office: what all organiser pages share, and which organization they are about. */
import { type LoaderFunctionArgs, Outlet, useLoaderData, useMatches } from 'react-router';
import { paths } from '../paths.ts';
import { TabLinks } from '../ui/tabs.tsx';
import { organizationOf } from './organization.server.ts';
import { OrganizationSwitch } from './organization-switch.tsx';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { organization, organizations } = await organizationOf(context, request);
  return { organizationId: organization.id, organizations };
}

export default function OrganizerPage() {
  const { organizationId, organizations } = useLoaderData<typeof loader>();
  const shownId = useShownOrganization() ?? organizationId;
  // With one organization the address stays short.
  const query = organizations.length > 1 ? { organization: shownId } : {};
  return (
    <>
      <div className="border-line border-b bg-surface">
        <div className="page-column flex flex-col-reverse md:flex-row md:items-center md:justify-between md:gap-6 [&>nav]:border-b-0">
          <TabLinks
            label="Organiser"
            tabs={[
              { to: paths.organizer(query), label: 'Events', end: true, under: '/organizer/events' },
              { to: paths.organizerOrders(query), label: 'Orders' },
              { to: paths.organizerVenues(query), label: 'Venues' },
            ]}
          />
          <OrganizationSwitch organizations={organizations} shownId={shownId} />
        </div>
      </div>
      <Outlet />
    </>
  );
}

/** A page about one event or venue is about its organization, whatever the address says. */
function useShownOrganization(): string | undefined {
  const deepest = useMatches().at(-1)?.loaderData as { organizationId?: unknown } | undefined;
  return typeof deepest?.organizationId === 'string' ? deepest.organizationId : undefined;
}
