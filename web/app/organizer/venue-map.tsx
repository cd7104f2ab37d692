/** A venue's seat map as it is, and drawing another one. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { useEffect, useState } from 'react';
import { Form, useNavigation } from 'react-router';
import type { z } from 'zod';
import type { Data, Refusal } from '../api/ask.ts';
import { ask } from '../api/browser.ts';
import { type Plan, readPlan } from '../seat-map/plan.ts';
import { Button } from '../ui/button.tsx';
import { CardSection } from '../ui/card.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { listErrors } from '../ui/form-fields.ts';
import { Problem } from '../ui/problem.tsx';
import { fieldErrors } from '../words/field-errors.ts';
import { HouseFields, usualHouse } from './house-fields.tsx';
import { PlanFigure } from './plan-figure.tsx';
import { planTiers } from './plan-tiers.ts';
import { HouseForm, venueNames } from './venue-form.ts';

type Venue = Data<'getVenue'>;

/** The map as it is drawn now. */
export function VenueMap({ venue }: { venue: Venue }) {
  const { plan, refusal } = useVenuePlan(venue);
  if (venue.seatMap === null) return null;
  return (
    <CardSection title="Seat map">
      <Problem refusal={refusal} />
      {!refusal && (
        <div className="max-w-3xl">
          {plan ? (
            <PlanFigure plan={plan} />
          ) : (
            <div className="aspect-[4/3] rounded-card border border-line bg-map-ground" />
          )}
        </div>
      )}
    </CardSection>
  );
}

/** Neither plan nor refusal while the map is on its way. */
function useVenuePlan({ id, seatMap }: Venue) {
  const [shown, setShown] = useState<{ plan?: Plan; refusal?: Refusal }>({});
  const version = seatMap?.version;
  useEffect(() => {
    if (!seatMap) return;
    const stop = new AbortController();
    ask('getVenueSeatMap', { params: { id }, signal: stop.signal }).then(
      (answer) => {
        if (stop.signal.aborted) return;
        setShown(
          answer.ok ? { plan: readPlan(answer.data, planTiers(seatMap.tierKeys)) } : { refusal: answer.refusal },
        );
      },
      // Nobody looks any more.
      () => undefined,
    );
    return () => stop.abort();
    // A version of a map never changes.
  }, [id, version]);
  return shown;
}

/** Another map for the same house. What is published stays on the map it was published with. */
export function RedrawForm({ hasMap, result }: { hasMap: boolean; result: SubmissionResult | undefined }) {
  const [isOpen, setOpen] = useState(!hasMap);
  const isBusy = useNavigation().formData?.get('intent') === 'house';
  const [form, fields] = useForm<z.input<typeof HouseForm>>({
    id: 'house',
    lastResult: result,
    defaultValue: usualHouse('theatre'),
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema: HouseForm, formatError: fieldErrors(venueNames) }),
  });
  if (!isOpen) {
    return (
      <Button onClick={() => setOpen(true)} className="w-fit">
        Draw another map
      </Button>
    );
  }
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
      <input type="hidden" name="intent" value="house" />
      <ErrorSummary errors={listErrors(form)} />
      <HouseFields fields={fields} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" variant={hasMap ? 'secondary' : 'primary'} busy={isBusy} busyLabel="Saving…">
          {hasMap ? 'Use this map from now on' : 'Save the map'}
        </Button>
        {hasMap && (
          <p className="max-w-text text-muted text-small">
            Published events keep the map they were published with. Drafts and new events get this one.
          </p>
        )}
      </div>
    </Form>
  );
}
