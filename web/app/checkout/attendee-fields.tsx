/** Who comes: one name per place, asked only where the event wants names on its tickets. */
import type { FieldMetadata } from '@conform-to/react';
import { Checkbox } from '../ui/choice-fields.tsx';
import { checkboxProps, fieldProps } from '../ui/form-fields.ts';
import { TextField } from '../ui/text-fields.tsx';
import { attendeeKey, type Details } from './details-schema.ts';

interface AttendeeFieldsProps {
  readonly names: readonly string[];
  readonly fields: {
    readonly isBuyerFirst: FieldMetadata<Details['isBuyerFirst']>;
    readonly attendees: FieldMetadata<Details['attendees']>;
  };
}

/** "Same as me" spares typing the first name twice; its fields show when it is unticked, with or without script. */
export function AttendeeFields({ names, fields }: AttendeeFieldsProps) {
  const attendees = fields.attendees.getFieldset();
  return (
    <section aria-labelledby="attendees" className="grid gap-6">
      <div>
        <h2 id="attendees" className="text-h4">
          Who is coming?
        </h2>
        <p className="text-muted">Each ticket carries the name of its holder.</p>
      </div>
      {names.map((place, i) => {
        const field = attendees[attendeeKey(i)]?.getFieldset();
        return (
          <fieldset key={place} className="group grid gap-2">
            <legend className="mb-1.5 font-bold">{place}</legend>
            {i === 0 && <Checkbox label="Same as me" {...checkboxProps(fields.isBuyerFirst)} />}
            {field && (
              <div className="grid gap-4 group-has-[[type=checkbox]:checked]:hidden md:grid-cols-2">
                <TextField
                  label="First name"
                  autoComplete={`section-a${String(i + 1)} given-name`}
                  autoCapitalize="words"
                  {...fieldProps(field.firstName)}
                />
                <TextField
                  label="Last name"
                  autoComplete={`section-a${String(i + 1)} family-name`}
                  autoCapitalize="words"
                  {...fieldProps(field.lastName)}
                />
              </div>
            )}
          </fieldset>
        );
      })}
    </section>
  );
}
