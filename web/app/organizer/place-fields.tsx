/** Where and when an event is, and what to do when the clocks change just then. */
import type { Money } from '@usher/contracts/money';
import type { ReactNode } from 'react';
import { CardSection } from '../ui/card.tsx';
import { RadioCards } from '../ui/choice-fields.tsx';
import { fieldProps } from '../ui/form-fields.ts';
import { SelectField, TextField } from '../ui/text-fields.tsx';
import { formatCount } from '../words/format.ts';
import { formatEventTime, formatZone } from '../words/format-time.ts';
import type { TierValues } from './event-form.ts';
import type { FormField } from './event-fields.tsx';

export interface VenueChoice {
  readonly id: string;
  readonly name: string;
  readonly city: string;
  readonly timeZone: string;
  /** Null while it has no seat map. */
  readonly places: number | null;
  /** Tiers of its seat map. */
  readonly tierKeys: readonly string[];
  /** What an event there would ask prices for: as its latest one, or as its seat map has it. */
  readonly prices: { readonly currency: Money['currency'] | null; readonly tiers: readonly TierValues[] } | null;
}

/** A start that does not exist or exists twice, and what can be had instead. */
export interface StartQuestion {
  /** What was entered. */
  readonly local: string;
  readonly isTwice: boolean;
  readonly choices: readonly { readonly local: string; readonly offset: string }[];
}

interface PlaceFieldsProps {
  readonly fields: Readonly<
    Record<'venueId' | 'startsAtLocal' | 'startsAtChoice' | 'durationMinutes', FormField & { readonly value?: unknown }>
  >;
  readonly venues: readonly VenueChoice[];
  readonly venue: VenueChoice | undefined;
  readonly question: StartQuestion | null;
  readonly onVenue: (venueId: string) => void;
  /** Stands below the list of venues. */
  readonly children: ReactNode;
}

/** Venue, start by the venue's clock, and length. */
export function PlaceFields({ fields, venues, venue, question, onVenue, children }: PlaceFieldsProps) {
  const isAsked = question !== null && (fields.startsAtLocal.value ?? question.local) === question.local;
  return (
    <CardSection title="Where and when">
      <SelectField
        {...fieldProps(fields.venueId)}
        label="Venue"
        hint={
          venue?.places === null ? 'This venue has no seat map yet. You can draw it before you publish.' : undefined
        }
        onChange={(event) => onVenue(event.currentTarget.value)}
      >
        <option value="">Choose a venue</option>
        {venues.map(({ id, name, city, places }) => (
          <option key={id} value={id}>
            {`${name}, ${city} · ${places === null ? 'no seat map yet' : formatCount(places, 'place')}`}
          </option>
        ))}
      </SelectField>
      {children}
      <div className="grid items-start gap-4 md:grid-cols-2">
        <TextField
          {...fieldProps(fields.startsAtLocal)}
          type="datetime-local"
          label="Starts"
          hint={venue ? `By the clock in ${venue.city}: ${formatZone(venue.timeZone)}.` : 'By the clock at the venue.'}
        />
        <TextField
          {...fieldProps(fields.durationMinutes)}
          type="number"
          inputMode="numeric"
          min={1}
          label="Lasts"
          hint="In minutes, intervals included."
        />
      </div>
      {isAsked && <StartChoices question={question} name={fields.startsAtChoice.name} />}
    </CardSection>
  );
}

/** The answer names the time it is about, so that it counts for no other. */
function StartChoices({ question, name }: { question: StartQuestion; name: string }) {
  return (
    <RadioCards
      name={name}
      label={question.isTwice ? 'Which of the two do you mean?' : 'Which one instead?'}
      options={question.choices.map(({ local, offset }, index) => ({
        value: `${question.local} ${local} ${offset}`,
        label: formatEventTime(`${local}:00Z`, 'UTC'),
        detail: `${question.isTwice ? twice[index] : once[index]} (UTC${offset})`,
      }))}
    />
  );
}

const twice = ['The first time, before the clocks go back', 'The second time, after the clocks went back'];
const once = ['Before the clocks go forward', 'After the clocks went forward'];
