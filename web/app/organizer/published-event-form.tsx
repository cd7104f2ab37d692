/** The form of a published event: what nobody relied on when buying. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Lock } from 'lucide-react';
import { Form, useNavigation } from 'react-router';
import type { z } from 'zod';
import type { Data } from '../api/ask.ts';
import { Button } from '../ui/button.tsx';
import { CardSection } from '../ui/card.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { listErrors } from '../ui/form-fields.ts';
import { TierShapeMark } from '../ui/tier-shape.tsx';
import { EventTime } from '../ui/when.tsx';
import { fieldErrors } from '../words/field-errors.ts';
import { formatMoney } from '../words/format.ts';
import { formatTimeRange, formatZone } from '../words/format-time.ts';
import { CrowdFields } from './crowd-fields.tsx';
import { AboutFields, SaleFields } from './event-fields.tsx';
import { type EventValues, eventNames, PublishedForm } from './event-form.ts';

interface PublishedEventFormProps {
  readonly event: Data<'getEvent'>;
  readonly values: EventValues;
  readonly categories: readonly string[];
  readonly result: SubmissionResult | undefined;
}

/** Open fields, and the fixed ones as facts with the reason. */
export function PublishedEventForm({ event, values, categories, result }: PublishedEventFormProps) {
  const isBusy = useNavigation().state !== 'idle';
  const { name, description, category, salesOpenLocal, salesCloseLocal, maxTicketsPerOrder } = values;
  const { maxTicketsPerBuyer, leavesNoSingle, waitingRoom, waitingRoomChallenge, holderNameRequired } = values;
  const [form, fields] = useForm<z.input<typeof PublishedForm>>({
    id: 'event',
    lastResult: result,
    defaultValue: {
      ...{ name, description, category, salesOpenLocal, salesCloseLocal, maxTicketsPerOrder },
      ...{ maxTicketsPerBuyer, leavesNoSingle, waitingRoom, waitingRoomChallenge, holderNameRequired },
    },
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) =>
      parseWithZod(formData, { schema: PublishedForm, formatError: fieldErrors(eventNames) }),
  });
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-6">
      <ErrorSummary errors={listErrors(form)} />
      <AboutFields fields={fields} categories={categories} />
      <FixedFacts event={event} />
      <SaleFields fields={fields} zone={formatZone(event.timeZone)} />
      <CrowdFields fields={fields} />
      <Button type="submit" variant="primary" busy={isBusy} busyLabel="Saving…" className="w-fit">
        Save changes
      </Button>
    </Form>
  );
}

function FixedFacts({ event }: { event: Data<'getEvent'> }) {
  return (
    <CardSection title="Fixed since publishing">
      <p className="flex max-w-text gap-2 text-muted">
        <Lock aria-hidden size={20} className="mt-0.5 shrink-0" />
        People buy a ticket for this place, this time and this price, so these stay as they are.
      </p>
      <dl className="grid gap-x-6 gap-y-2 md:grid-cols-[8rem_minmax(0,1fr)] md:[&>dt]:text-muted">
        <dt className="font-medium md:font-normal">Venue</dt>
        <dd>
          {event.venue.name}, {event.venue.city}
        </dd>
        <dt className="font-medium md:font-normal">Starts</dt>
        <dd>
          <EventTime instant={event.startsAt} timeZone={event.timeZone} /> ({formatZone(event.timeZone)})
        </dd>
        <dt className="font-medium md:font-normal">From, to</dt>
        <dd>{formatTimeRange(event.startsAt, event.endsAt, event.timeZone)}</dd>
        <dt className="font-medium md:font-normal">Prices</dt>
        <dd>
          <ul className="grid gap-1">
            {event.priceTiers.map((tier, index) => (
              <li key={tier.id} className="flex items-center gap-2">
                <TierShapeMark index={index} />
                {tier.name}: <span className="tabular">{formatMoney(tier.price)}</span>
              </li>
            ))}
          </ul>
        </dd>
      </dl>
    </CardSection>
  );
}
