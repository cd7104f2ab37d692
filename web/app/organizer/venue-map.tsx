/** A venue's seat map as it is, and drawing another one. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { useEffect, useState } from 'react';
import { Form, useNavigation } from 'react-router';
import type { z } from 'zod';
import type { Data } from '../api/ask.ts';
import { fetchPlan } from '../seat-map/fetch-plan.ts';
import type { Plan } from '../seat-map/plan.ts';
import { Button } from '../ui/button.tsx';
import { CardSection } from '../ui/card.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { listErrors } from '../ui/form-fields.ts';
import { fieldErrors } from '../words/field-errors.ts';
import { formatCount } from '../words/format.ts';
import { HouseFields, usualHouse } from './house-fields.tsx';
import { usePreview } from './map-preview.tsx';
import { PlanFigure } from './plan-figure.tsx';
import { HouseForm, venueNames } from './venue-form.ts';
import type { ShownMap } from './venue-map.server.ts';

type Venue = Data<'getVenue'>;

interface VenueMapProps {
  readonly venue: Venue;
  readonly shown: ShownMap | null;
  /** What the map was drawn from, right after it was. */
  readonly drawn: HouseForm | null;
}

/** The map, drawn where an event shows it, and its size in words. */
export function VenueMap({ venue, shown, drawn }: VenueMapProps) {
  const plan = useShownPlan(shown);
  if (venue.seatMap === null) return null;
  return (
    <CardSection title="Seat map">
      {plan === 'missing' ? (
        <UnshownMap map={venue.seatMap} drawn={drawn} />
      ) : (
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

/** No event shows the map yet: it is drawn from its house while that is known, else told in words. */
function UnshownMap({ map, drawn }: { map: NonNullable<Venue['seatMap']>; drawn: HouseForm | null }) {
  const { plan, isDrawing } = usePreview(drawn);
  if (drawn && isDrawing)
    return <div className="aspect-[4/3] max-w-3xl rounded-card border border-line bg-map-ground" />;
  if (drawn && plan && plan.seatCount === map.seatCount)
    return (
      <div className="max-w-3xl">
        <PlanFigure plan={plan} />
      </div>
    );
  return (
    <>
      <p className="font-medium">{sizeWords(map)}</p>
      <p className="text-muted">You see the map here, and on the buyer’s page, once an event takes place on it.</p>
    </>
  );
}

/** Null while it is on its way. */
function useShownPlan(shown: ShownMap | null): Plan | 'missing' | null {
  const [plan, setPlan] = useState<Plan | 'missing' | null>(null);
  const eventId = shown?.eventId;
  useEffect(() => {
    if (!shown) return;
    const stop = new AbortController();
    fetchPlan(shown.eventId, shown.tiers, stop.signal).then(setPlan, () => {
      if (!stop.signal.aborted) setPlan('missing');
    });
    return () => stop.abort();
    // The same event has the same map.
  }, [eventId]);
  return shown ? plan : 'missing';
}

function sizeWords({ seatCount, areaCapacity }: NonNullable<Venue['seatMap']>): string {
  if (seatCount === 0) return formatCount(areaCapacity, 'standing place');
  const seats = formatCount(seatCount, 'seat');
  return areaCapacity === 0 ? seats : `${seats} and ${formatCount(areaCapacity, 'standing place')}`;
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
