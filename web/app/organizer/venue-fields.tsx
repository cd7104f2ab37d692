/** Where a venue is, and by which clock. */
import { CardSection } from '../ui/card.tsx';
import { fieldProps } from '../ui/form-fields.ts';
import { SelectField, TextField } from '../ui/text-fields.tsx';
import type { FormField } from './event-fields.tsx';

export interface ZoneGroup {
  readonly region: string;
  readonly zones: readonly { readonly id: string; readonly name: string }[];
}

interface VenueFieldsProps {
  readonly fields: Readonly<Record<'name' | 'address' | 'city' | 'country' | 'timeZone', FormField>>;
  readonly zones: readonly ZoneGroup[];
  readonly zoneHint?: string | undefined;
}

/** Name, address and time zone. */
export function VenueFields({ fields, zones, zoneHint }: VenueFieldsProps) {
  return (
    <CardSection title="Where it is">
      <TextField {...fieldProps(fields.name)} label="Name of the venue" autoComplete="off" />
      <TextField {...fieldProps(fields.address)} label="Address" hint="Street and number." autoComplete="off" />
      <div className="grid gap-4 md:grid-cols-2">
        <TextField {...fieldProps(fields.city)} label="City" autoComplete="off" />
        <TextField {...fieldProps(fields.country)} label="Country" autoComplete="off" />
      </div>
      <SelectField
        {...fieldProps(fields.timeZone)}
        label="Time zone"
        hint={zoneHint ?? 'All times of events here are by this clock.'}
      >
        <option value="">Choose a time zone</option>
        {zones.map(({ region, zones: inRegion }) => (
          <optgroup key={region} label={region}>
            {inRegion.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </optgroup>
        ))}
      </SelectField>
    </CardSection>
  );
}
