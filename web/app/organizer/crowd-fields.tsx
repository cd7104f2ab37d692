/** What happens when more people come at once than can be served: the part of an event's form about its waiting room. */
import { useState } from 'react';
import { CardSection } from '../ui/card.tsx';
import { Checkbox, RadioCards, type RadioOption } from '../ui/choice-fields.tsx';
import { checkboxProps, fieldProps } from '../ui/form-fields.ts';
import type { FormField } from './event-fields.tsx';

/** The work for devices is asked about only where somebody may have to wait. */
export function CrowdFields({
  fields,
}: {
  fields: Readonly<Record<'waitingRoom' | 'waitingRoomChallenge', FormField>>;
}) {
  const { id, name, form, defaultValue = 'off', error } = fieldProps(fields.waitingRoom);
  const [chosen, choose] = useState(defaultValue);
  return (
    <CardSection title="When everybody comes at once">
      <RadioCards
        {...{ id, name, form, error }}
        label="Waiting room"
        options={options}
        value={chosen}
        onChange={choose}
      />
      <div className={chosen === 'off' ? 'hidden' : undefined}>
        <Checkbox
          {...checkboxProps(fields.waitingRoomChallenge)}
          label="Keep bots out"
          hint="Whoever joins lets their device work for a moment first: nothing for one person, dear for a thousand bots. It needs a browser with scripts."
        />
      </div>
    </CardSection>
  );
}

const options: readonly RadioOption[] = [
  {
    value: 'off',
    label: 'Off',
    detail: 'Everybody goes straight to the seats, which is right for most events.',
  },
  {
    value: 'auto',
    label: 'Automatic',
    detail: 'Only while more people come than can be served: then they get in first come, first served.',
  },
  {
    value: 'on',
    label: 'Always on',
    detail:
      'For the big on-sale: who joins before sales open takes part in a draw for the first places, and who joins later follows in order.',
  },
];
