/** A new event: one form, saved as a draft. */
import { MapPin } from 'lucide-react';
import { useEffect, useState } from 'react';
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
  useNavigate,
} from 'react-router';
import { paths, withQuery } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Problem } from '../ui/problem.tsx';
import { DraftEventForm } from './draft-event-form.tsx';
import { type EventAnswer, saveDraft } from './event-save.server.ts';
import { emptyValues } from './event-values.server.ts';
import { organizationOf } from './organization.server.ts';
import { PictureChoice } from './picture-field.tsx';
import { uploadPicture } from './picture-upload.ts';
import { categoryChoices, venueChoices } from './venue-choices.server.ts';

export const meta: MetaFunction = () => [{ title: 'New event · Usher' }];

export async function loader({ request, url, context }: LoaderFunctionArgs) {
  const { ask, organization } = await organizationOf(context, request);
  const [venues, categories] = await Promise.all([venueChoices(ask, organization.id), categoryChoices(ask)]);
  const venue = venues.find(({ id }) => id === url.searchParams.get('venue')) ?? (venues.length === 1 && venues[0]);
  const prices = venue ? venue.prices : null;
  const values = {
    ...emptyValues,
    ...(venue && { venueId: venue.id }),
    ...(prices && { currency: prices.currency ?? emptyValues.currency, priceTiers: prices.tiers }),
  };
  return { organizationId: organization.id, venues, categories, values, mark: crypto.randomUUID() };
}

interface NewAnswer {
  readonly answer: EventAnswer | null;
  /** The draft is saved, and the browser has a picture to send to it. */
  readonly savedId: string | null;
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { ask } = await organizationOf(context, request);
  const sent = await request.formData();
  const saved = await saveDraft(ask, sent);
  if ('answer' in saved) return answered({ answer: saved.answer, savedId: null });
  if (sent.get('picture') === 'follows') return answered({ answer: null, savedId: saved.event.id });
  throw redirect(withQuery(paths.organizerEvent(saved.event.id), { done: 'saved' }));
}

const answered = (answer: NewAnswer): NewAnswer => answer;

export default function EventNewPage() {
  const { organizationId, venues, categories, values, mark } = useLoaderData<typeof loader>();
  const given = useActionData<typeof action>();
  const [picture, setPicture] = useState<File | null>(null);
  useSendPicture(given?.savedId ?? null, picture);
  return (
    <Page>
      <PageHeader
        title="New event"
        lead="Everything can change until you publish."
        back={{ to: paths.organizer({ organization: organizationId }), label: 'Events' }}
      />
      <div className="grid max-w-3xl gap-6">
        <Problem refusal={given?.answer?.refusal} />
        {venues.length === 0 ? (
          <NoVenue organizationId={organizationId} />
        ) : (
          <DraftEventForm
            {...{ organizationId, values, venues, categories }}
            placesByTier={null}
            result={given?.answer?.result}
            question={given?.answer?.question ?? null}
            submitLabel="Save draft"
          >
            <input type="hidden" name="mark" value={mark} />
            {picture && <input type="hidden" name="picture" value="follows" />}
            <PictureChoice onPick={setPicture} />
          </DraftEventForm>
        )}
      </div>
    </Page>
  );
}

function NoVenue({ organizationId }: { organizationId: string }) {
  return (
    <EmptyState
      icon={<MapPin size={28} />}
      title="First, where is it?"
      action={
        <ButtonLink to={paths.organizerVenueNew({ organization: organizationId })} variant="primary">
          Add a venue
        </ButtonLink>
      }
    >
      An event takes place at a venue, on the venue’s seat map.
    </EmptyState>
  );
}

/** A picture needs an event to belong to: it follows once the draft is saved. */
function useSendPicture(savedId: string | null, picture: File | null) {
  const navigate = useNavigate();
  useEffect(() => {
    if (savedId === null || !picture) return;
    void uploadPicture(savedId, picture).then((fault) =>
      navigate(withQuery(paths.organizerEvent(savedId), { done: fault ? 'no-picture' : 'saved' })),
    );
    // Sent once per saved draft.
  }, [savedId]);
}
