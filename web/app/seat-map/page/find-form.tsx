/** "[2 seats] [any price] [wheelchair place] Find seats": a form, so that it works before the page wakes up. */
import { clsx } from 'clsx';
import { Accessibility, Sparkles } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../words/format.ts';
import { ChipSelect } from './chip-select.tsx';
import type { FilterChoice } from './filter-choice.ts';
import { FindFields } from './find-fields.tsx';
import { priceOptionOf, priceOptionsOf } from './price-choice.ts';
import type { SeatsEvent } from './seats-loader.server.ts';
import { useCaughtFocus } from './use-caught-focus.ts';
import type { Finding } from './use-finding.ts';

/** How many, and which: the same filter that map and list obey. */
export interface FindControls {
  readonly party: number;
  readonly chooseParty: (party: number) => void;
  readonly filterChoice: FilterChoice;
  readonly chooseFilter: (choice: FilterChoice) => void;
  /** The address of the page, its parameters only. */
  readonly search: string;
}

interface FindFormProps {
  readonly finding: Finding;
  readonly event: SeatsEvent;
  readonly controls: FindControls;
  /** There is nothing better to do on the page. */
  readonly isFirstStep: boolean;
}

/** One line, but on the narrowest phones. */
export function FindForm({ finding, event, controls, isFirstStep }: FindFormProps) {
  const { party, chooseParty, filterChoice, chooseFilter, search } = controls;
  const button = useCaughtFocus<HTMLButtonElement>(finding.isAnswered ? 'none found' : undefined);
  return (
    <finding.Form
      method="post"
      aria-label="Best available seats"
      className="flex flex-wrap items-center gap-1.5 md:gap-2"
    >
      <FindFields finding={finding} event={event} search={search} />
      <ChipSelect
        name="quantity"
        label="How many seats together"
        value={party}
        onChange={({ currentTarget }) => chooseParty(Number(currentTarget.value))}
      >
        {Array.from({ length: event.maxTickets }, (_, i) => (
          <option key={i} value={i + 1}>
            {formatCount(i + 1, 'seat')}
          </option>
        ))}
      </ChipSelect>
      <PriceSelect event={event} choice={filterChoice} onChoose={chooseFilter} />
      <WheelchairBox
        checked={filterChoice.accessible}
        onChange={(accessible) => chooseFilter({ ...filterChoice, accessible })}
      />
      <Button
        ref={button}
        type="submit"
        size="small"
        variant={isFirstStep ? 'primary' : 'secondary'}
        icon={<Sparkles aria-hidden size={18} className="max-sm:hidden" />}
        busy={finding.isBusy}
      >
        <span>
          Find<span className="max-sm:sr-only"> seats</span>
        </span>
      </Button>
    </finding.Form>
  );
}

function PriceSelect(props: { event: SeatsEvent; choice: FilterChoice; onChoose: (choice: FilterChoice) => void }) {
  const { event, choice, onChoose } = props;
  const options = priceOptionsOf(event.tiers);
  const current = priceOptionOf(choice, event.tiers);
  const isKnown = options.some(({ value }) => value === current.value);
  if (options.length === 1) return null;
  return (
    <ChipSelect
      name="tiers"
      label="Price"
      chosen={current.value !== ''}
      value={current.value}
      onChange={({ currentTarget }) => {
        const option = options.find(({ value }) => value === currentTarget.value);
        if (option) onChoose({ ...choice, ...option.choice });
      }}
      className="min-w-25 max-w-56 flex-1 md:flex-none"
    >
      {(isKnown ? options : [...options, current]).map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </ChipSelect>
  );
}

/** A chip that is a checkbox: on a phone only its picture is seen. */
function WheelchairBox({ checked, onChange }: { checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label
      title="Wheelchair place"
      className={clsx(
        'relative inline-flex min-h-11 min-w-11 shrink-0 items-center justify-center gap-1.5 rounded-full border px-3',
        'cursor-pointer font-medium pointer-fine:min-h-10',
        'has-checked:border-brand has-checked:bg-brand-soft has-checked:text-brand',
        'border-control bg-surface hover:bg-sunken',
        'has-focus-visible:outline-3 has-focus-visible:outline-focus has-focus-visible:outline-offset-2',
      )}
    >
      <input
        type="checkbox"
        name="accessible"
        value="yes"
        checked={checked}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        className="absolute inset-0 m-0 size-full cursor-pointer opacity-0"
      />
      <Accessibility aria-hidden size={18} />
      <span className="max-md:sr-only">Wheelchair place</span>
    </label>
  );
}
