/** Changing an event: all of a draft; of a published one, what nobody relied on when buying. */
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { now } from '../clock.ts';
import { paths, withQuery } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Problem } from '../ui/problem.tsx';
import { DraftEventForm } from './draft-event-form.tsx';
import { eventMapOf } from './event-map.server.ts';
import { saveDraft, savePublished } from './event-save.server.ts';
import { valuesOf } from './event-values.server.ts';
import { eventOf } from './organization.server.ts';
import { PictureEditor } from './picture-field.tsx';
import { PublishedEventForm } from './published-event-form.tsx';
import { categoryChoices, venueChoices } from './venue-choices.server.ts';

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `Change ${loaderData?.event.name ?? 'event'} · Usher` },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { ask, organization, event } = await eventOf(context, request, params['eventId']);
  const isDraft = event.status === 'draft';
  const [map, venues, categories] = await Promise.all([
    isDraft ? eventMapOf(context, event.id) : null,
    isDraft ? venueChoices(ask, organization.id) : [],
    categoryChoices(ask),
  ]);
  return {
    organizationId: organization.id,
    ...{ event, venues, categories },
    values: valuesOf(event, map, now()),
    placesByTier: map?.placesByTier ?? null,
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { ask, event } = await eventOf(context, request, params['eventId']);
  const sent = await request.formData();
  const saved = event.status === 'draft' ? await saveDraft(ask, sent, event) : await savePublished(ask, sent, event);
  if ('answer' in saved) return saved.answer;
  throw redirect(withQuery(paths.organizerEvent(event.id), { done: 'saved' }));
}

export default function EventEditPage() {
  const { organizationId, event, venues, categories, values, placesByTier } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <Page>
      <PageHeader title={event.name} back={{ to: paths.organizerEvent(event.id), label: 'Overview' }} />
      <div className="grid max-w-3xl gap-6">
        <Problem refusal={answer?.refusal} />
        {event.status === 'draft' && (
          <DraftEventForm
            {...{ organizationId, values, venues, categories, placesByTier }}
            result={answer?.result}
            question={answer?.question ?? null}
            submitLabel="Save draft"
          />
        )}
        {event.status === 'cancelled' && (
          <Notice
            title="This event is cancelled"
            action={<ButtonLink to={paths.organizerEvent(event.id)}>Back to the overview</ButtonLink>}
          >
            Nothing about it can change any more.
          </Notice>
        )}
        {event.status !== 'draft' && event.status !== 'cancelled' && (
          <PublishedEventForm {...{ event, values, categories }} result={answer?.result} />
        )}
        {event.status !== 'cancelled' && <PictureEditor eventId={event.id} imageUrl={event.imageUrl} />}
      </div>
    </Page>
  );
}
