/** One venue: its seat map, where it is, and the way to an event there. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { CalendarPlus } from 'lucide-react';
import {
  type ActionFunctionArgs,
  Form,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
  useNavigation,
} from 'react-router';
import type { z } from 'zod';
import type { Data } from '../api/ask.ts';
import { paths, withQuery } from '../paths.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { listErrors } from '../ui/form-fields.ts';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Problem } from '../ui/problem.tsx';
import { fieldErrors } from '../words/field-errors.ts';
import { formatZone } from '../words/format-time.ts';
import { venueOf } from './organization.server.ts';
import { timeZones } from './time-zones.server.ts';
import { VenueFields, type ZoneGroup } from './venue-fields.tsx';
import { DetailsForm, venueNames } from './venue-form.ts';
import { RedrawForm, VenueMap } from './venue-map.tsx';
import { saveDetails, saveHouse } from './venue-save.server.ts';

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `${loaderData?.venue.name ?? 'Venue'} · Usher` },
];

export async function loader({ request, url, context, params }: LoaderFunctionArgs) {
  const { organization, venue } = await venueOf(context, request, params['venueId']);
  return {
    organizationId: organization.id,
    venue,
    zones: timeZones(venue.timeZone),
    done: url.searchParams.get('done'),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { ask, venue } = await venueOf(context, request, params['venueId']);
  const sent = await request.formData();
  const isHouse = sent.get('intent') === 'house';
  const saved = isHouse ? await saveHouse(ask, venue.id, sent) : await saveDetails(ask, venue.id, sent);
  if ('answer' in saved) return saved.answer;
  throw redirect(withQuery(paths.organizerVenue(venue.id), saved.news));
}

export default function VenuePage() {
  const { venue, zones, done } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const hasMap = venue.seatMap !== null;
  const version = venue.seatMap?.version ?? 0;
  return (
    <Page>
      <PageHeader
        title={venue.name}
        lead={`${venue.address}, ${venue.city}, ${venue.country} · ${formatZone(venue.timeZone)}`}
        back={{ to: paths.organizerVenues({ organization: venue.organizationId }), label: 'Venues' }}
        actions={
          <ButtonLink
            to={paths.organizerEventNew({ organization: venue.organizationId, venue: venue.id })}
            variant={hasMap ? 'primary' : 'secondary'}
            icon={<CalendarPlus aria-hidden size={20} />}
          >
            Create an event here
          </ButtonLink>
        }
      />
      {!answer && <Done what={done} />}
      <Problem refusal={answer?.refusal} />
      <VenueMap key={`map ${version}`} venue={venue} />
      <RedrawForm
        key={`house ${version}`}
        hasMap={hasMap}
        result={answer?.form === 'house' ? answer.result : undefined}
      />
      <Details
        key={JSON.stringify(venue)}
        {...{ venue, zones }}
        result={answer?.form === 'details' ? answer.result : undefined}
      />
    </Page>
  );
}

interface DetailsProps {
  readonly venue: Data<'getVenue'>;
  readonly zones: readonly ZoneGroup[];
  readonly result: SubmissionResult | undefined;
}

function Details({ venue, zones, result }: DetailsProps) {
  const isBusy = useNavigation().formData?.get('intent') === 'details';
  const { name, address, city, country, timeZone } = venue;
  const [form, fields] = useForm<z.input<typeof DetailsForm>>({
    id: 'details',
    lastResult: result,
    defaultValue: { name, address, city, country, timeZone },
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema: DetailsForm, formatError: fieldErrors(venueNames) }),
  });
  return (
    <Form
      method="post"
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      className="grid max-w-3xl gap-4"
    >
      <input type="hidden" name="intent" value="details" />
      <ErrorSummary errors={listErrors(form)} />
      <VenueFields
        fields={fields}
        zones={zones}
        zoneHint="New events are by this clock. Events that exist keep the time they have."
      />
      <Button type="submit" busy={isBusy} busyLabel="Saving…" className="w-fit">
        Save details
      </Button>
    </Form>
  );
}

function Done({ what }: { what: string | null }) {
  if (what === 'no-map')
    return (
      <Notice role="status" tone="warning" title="The venue is saved, but its map is not">
        Please draw the map again.
      </Notice>
    );
  const words = what === null ? undefined : doneWords[what];
  if (words === undefined) return null;
  return <Notice role="status" tone="success" title={words} />;
}

const doneWords: Readonly<Record<string, string>> = {
  added: 'The venue is ready for its first event',
  drawn: 'The new map is in place',
  saved: 'The details are saved',
};
