/** A new venue: where it is, and a seat map drawn while one looks. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
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
import { paths, withQuery } from '../paths.ts';
import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { listErrors } from '../ui/form-fields.ts';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Problem } from '../ui/problem.tsx';
import { fieldErrors } from '../words/field-errors.ts';
import { HouseFields, usualHouse } from './house-fields.tsx';
import { organizationOf } from './organization.server.ts';
import { timeZones } from './time-zones.server.ts';
import { VenueFields, type ZoneGroup } from './venue-fields.tsx';
import { VenueForm, venueNames } from './venue-form.ts';
import { saveNewVenue } from './venue-save.server.ts';

export const meta: MetaFunction = () => [{ title: 'New venue · Usher' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await organizationOf(context, request);
  return { zones: timeZones(), mark: crypto.randomUUID() };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { ask, organization } = await organizationOf(context, request);
  const saved = await saveNewVenue(ask, organization.id, await request.formData());
  if ('answer' in saved) return saved.answer;
  throw redirect(withQuery(paths.organizerVenue(saved.venueId), saved.news));
}

export default function VenueNewPage() {
  const { zones, mark } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <Page>
      <PageHeader title="New venue" back={{ to: paths.organizerVenues(), label: 'Venues' }} />
      <Problem refusal={answer?.refusal} />
      <NewVenueForm {...{ zones, mark }} result={answer?.result} />
    </Page>
  );
}

interface NewVenueFormProps {
  readonly zones: readonly ZoneGroup[];
  readonly mark: string;
  readonly result: SubmissionResult | undefined;
}

function NewVenueForm({ zones, mark, result }: NewVenueFormProps) {
  const isBusy = useNavigation().state !== 'idle';
  const [form, fields] = useForm<z.input<typeof VenueForm>>({
    id: 'venue',
    lastResult: result,
    defaultValue: { name: '', address: '', city: '', country: '', timeZone: '', ...usualHouse('theatre') },
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema: VenueForm, formatError: fieldErrors(venueNames) }),
  });
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-6">
      <input type="hidden" name="mark" value={mark} />
      <ErrorSummary errors={listErrors(form)} />
      <div className="max-w-3xl">
        <VenueFields fields={fields} zones={zones} />
      </div>
      <HouseFields fields={fields} />
      <Button type="submit" variant="primary" busy={isBusy} busyLabel="Saving…" className="w-fit">
        Save venue
      </Button>
    </Form>
  );
}
