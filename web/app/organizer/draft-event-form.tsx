/** The form of a draft: everything about an event. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Currency } from '@usher/contracts/money';
import { type ReactNode, useRef } from 'react';
import { Form, useNavigation } from 'react-router';
import type { z } from 'zod';
import { Button } from '../ui/button.tsx';
import { CardSection } from '../ui/card.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { fieldProps, listErrors } from '../ui/form-fields.ts';
import { SelectField } from '../ui/text-fields.tsx';
import { fieldErrors } from '../words/field-errors.ts';
import { formatZone } from '../words/format-time.ts';
import { CrowdFields } from './crowd-fields.tsx';
import { AboutFields, SaleFields } from './event-fields.tsx';
import { DraftForm, type EventValues, eventNames, rowsOf } from './event-form.ts';
import { AddVenue } from './add-venue.tsx';
import { PlaceFields, type StartQuestion, type VenueChoice } from './place-fields.tsx';
import { TierRows } from './tier-rows.tsx';
import { UnpricedNotice } from './unpriced-notice.tsx';
import { unpricedRows } from './unpriced-rows.ts';

interface DraftEventFormProps {
  readonly organizationId: string;
  readonly values: EventValues;
  readonly venues: readonly VenueChoice[];
  readonly categories: readonly string[];
  readonly placesByTier: Readonly<Record<string, number>> | null;
  readonly result: SubmissionResult | undefined;
  readonly question: StartQuestion | null;
  readonly submitLabel: string;
  /** Hidden fields, and what else the page asks for. */
  readonly children?: ReactNode;
}

/** Sends the draft to the page's own action. */
export function DraftEventForm(props: DraftEventFormProps) {
  const { organizationId, values, venues, categories, placesByTier, result, question, submitLabel, children } = props;
  const isBusy = useNavigation().state !== 'idle';
  const [form, fields] = useForm<z.input<typeof DraftForm>>({
    id: 'event',
    lastResult: result,
    defaultValue: { ...values, priceTiers: [...values.priceTiers] },
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema: DraftForm, formatError: fieldErrors(eventNames) }),
  });
  const suggested = useRef(values.priceTiers);
  const venue = venues.find(({ id }) => id === (fields.venueId.value ?? values.venueId));
  const rows = rowsOf(fields.priceTiers.value) ?? values.priceTiers;
  /** Prices nobody touched follow the venue: its seat map has tiers of its own. */
  const followVenue = (venueId: string) => {
    const prices = venues.find(({ id }) => id === venueId)?.prices;
    if (!prices || JSON.stringify(rows) !== JSON.stringify(suggested.current)) return;
    suggested.current = prices.tiers;
    if (prices.currency) form.update({ name: fields.currency.name, value: prices.currency });
    form.update({ name: fields.priceTiers.name, value: [...prices.tiers] });
  };
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-6">
      {/* Enter in a field presses the first submit button, which must not be one that moves a row. */}
      <button type="submit" className="sr-only" tabIndex={-1} aria-hidden>
        {submitLabel}
      </button>
      <ErrorSummary errors={listErrors(form)} />
      <AboutFields fields={fields} categories={categories} />
      <PlaceFields fields={fields} venues={venues} venue={venue} question={question} onVenue={followVenue}>
        <AddVenue organizationId={organizationId} />
      </PlaceFields>
      <CardSection title="What it costs">
        <SelectField
          key={fields.currency.key}
          {...fieldProps(fields.currency)}
          label="Currency"
          className="w-fit min-w-32"
        >
          {Currency.options.map((currency) => (
            <option key={currency}>{currency}</option>
          ))}
        </SelectField>
        <TierRows
          form={form}
          tiers={fields.priceTiers}
          placesByTier={venue?.id === values.venueId ? placesByTier : null}
        />
        <UnpricedNotice
          rows={unpricedRows(venue?.tierKeys ?? [], rows)}
          addProps={(missing) =>
            form.update.getButtonProps({ name: fields.priceTiers.name, value: [...rows, ...missing] })
          }
        />
      </CardSection>
      <SaleFields fields={fields} zone={venue ? formatZone(venue.timeZone) : null} />
      <CrowdFields fields={fields} />
      {children}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" variant="primary" busy={isBusy} busyLabel="Saving…">
          {submitLabel}
        </Button>
        <p className="text-muted text-small">Nobody sees a draft but you and your colleagues.</p>
      </div>
    </Form>
  );
}
