/** One event: before publishing what is still to do, afterwards how it sells. */
import { CircleCheck, DoorOpen, Eye, Pencil } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import {
  type ActionFunctionArgs,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
  useRevalidator,
  useSearchParams,
} from 'react-router';
import type { Data } from '../api/ask.ts';
import { now } from '../clock.ts';
import { paths } from '../paths.ts';
import { StatusBadge } from '../ui/badge.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Problem } from '../ui/problem.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { EventTime } from '../ui/when.tsx';
import { formatZone } from '../words/format-time.ts';
import { AreaCapacities } from './area-capacities.tsx';
import { checklist } from './checklist.ts';
import { runIntent } from './event-intents.server.ts';
import { eventMapOf } from './event-map.server.ts';
import { EventOrders } from './event-orders.tsx';
import { salesOf } from './event-sales.server.ts';
import { eventOf } from './organization.server.ts';
import { PublishPanel } from './publish-panel.tsx';
import { SalesFigures } from './sales-figures.tsx';
import { publishingWords } from './publishing-words.ts';

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `${loaderData?.event.name ?? 'Event'} · Usher` },
];

const AGAIN_MS = 2_000;

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { ask, organization, event } = await eventOf(context, request, params['eventId']);
  const isDraft = event.status === 'draft';
  const [map, sales] = await Promise.all([
    eventMapOf(context, event.id),
    isDraft ? null : salesOf(ask, organization.id, event),
  ]);
  const nowMs = now();
  const placesByTier = map?.placesByTier ?? null;
  return {
    organizationId: organization.id,
    ...{ event, sales },
    drawn: map && { placesByTier: map.placesByTier, areas: map.areas },
    checks: isDraft ? checklist({ event, placesByTier, nowMs }) : [],
    consequence: isDraft ? publishingWords(event, nowMs) : '',
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { ask, event } = await eventOf(context, request, params['eventId']);
  const done = await runIntent(ask, event, await request.formData());
  if ('to' in done) throw redirect(done.to);
  return done;
}

export default function EventPage() {
  const { organizationId, event, checks, consequence, sales, drawn } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isDraft = event.status === 'draft';
  return (
    <Page>
      <EventHead event={event} />
      <Done />
      <Problem refusal={answer?.refusal} />
      {isDraft && <PublishPanel {...{ event, checks, consequence }} />}
      {event.status === 'cancelled' && (
        <Notice tone="warning" title="This event is cancelled">
          Nobody can buy tickets any more. Buyers get their money back.
        </Notice>
      )}
      {sales && (
        <SalesFigures key={event.id} event={event} sales={sales.first} drawn={drawn}>
          {({ areas }) =>
            drawn &&
            drawn.areas.length > 0 &&
            event.status !== 'cancelled' && <AreaCapacities areas={drawn.areas} now={areas} />
          }
        </SalesFigures>
      )}
      {sales && <EventOrders eventId={event.id} organizationId={organizationId} orders={sales.orders} />}
      {!sales && !isDraft && <FiguresLater />}
    </Page>
  );
}

function EventHead({ event }: { event: Data<'getEvent'> }) {
  return (
    <PageHeader
      back={{ to: paths.organizer({ organization: event.organization.id }), label: 'Events' }}
      title={event.name}
      lead={
        <>
          <StatusBadge event={event.status} className="me-3 align-middle" />
          <EventTime instant={event.startsAt} timeZone={event.timeZone} />, {formatZone(event.timeZone)} ·{' '}
          <Link className="link" to={paths.organizerVenue(event.venue.id)}>
            {event.venue.name}
          </Link>
          , {event.venue.city}
        </>
      }
      actions={<HeadActions event={event} />}
    />
  );
}

function HeadActions({ event }: { event: Data<'getEvent'> }): ReactNode {
  return (
    <>
      {event.status !== 'cancelled' && (
        <ButtonLink to={paths.organizerEventEdit(event.id)} icon={<Pencil aria-hidden size={18} />}>
          {event.status === 'draft' ? 'Edit draft' : 'Edit'}
        </ButtonLink>
      )}
      {event.status !== 'draft' && (
        <>
          <ButtonLink to={paths.event(event.slug)} icon={<Eye aria-hidden size={20} />}>
            See as buyer
          </ButtonLink>
          <ButtonLink to={paths.doorEvent(event.id)} icon={<DoorOpen aria-hidden size={20} />}>
            Open the door
          </ButtonLink>
        </>
      )}
    </>
  );
}

/** Just published, an event has no figures for a moment; the page asks again until it has. */
function FiguresLater() {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    const timer = setInterval(() => void revalidate(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [revalidate]);
  return <Spinner>Getting the first figures. Tickets sell meanwhile as usual.</Spinner>;
}

/** What was just done, told once: the next look at the page has a plain address. */
function Done() {
  const [search] = useSearchParams();
  const done = search.get('done');
  if (done === 'published')
    return (
      <Notice role="status" tone="success" title="Your event is published">
        Everybody can find it now. Send the buyer’s page around.
      </Notice>
    );
  if (done === 'no-picture')
    return (
      <Notice role="status" tone="warning" title="The draft is saved, but we couldn’t use the picture">
        Try another JPEG, PNG or WebP of up to 5 MB when you edit the draft.
      </Notice>
    );
  if (done !== 'saved') return null;
  return (
    <p role="status" className="flex items-center gap-2 font-medium text-success">
      <CircleCheck aria-hidden size={20} />
      Saved
    </p>
  );
}
