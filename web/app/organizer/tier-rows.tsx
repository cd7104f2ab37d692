/** The price tiers of a draft: rows one adds, removes and orders. */
import type { FieldMetadata, FormMetadata } from '@conform-to/react';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import type { z } from 'zod';
import { Button, IconButton } from '../ui/button.tsx';
import { FieldError } from '../ui/field.tsx';
import { fieldProps } from '../ui/form-fields.ts';
import { TextField } from '../ui/text-fields.tsx';
import { TierShapeMark } from '../ui/tier-shape.tsx';
import { formatCount } from '../words/format.ts';
import { type DraftForm, TIERS_MAX } from './event-form.ts';

type Draft = z.input<typeof DraftForm>;
type TierField = FieldMetadata<Draft['priceTiers'][number], Draft>;

interface TierRowsProps {
  readonly form: FormMetadata<Draft>;
  readonly tiers: FieldMetadata<Draft['priceTiers'], Draft>;
  /** How many places of the seat map sell at each tier, where that is known. */
  readonly placesByTier: Readonly<Record<string, number>> | null;
}

/** Works before the page is awake: each button is a submit button that asks for the change. */
export function TierRows({ form, tiers, placesByTier }: TierRowsProps) {
  const rows = tiers.getFieldList();
  return (
    <div className="grid gap-4" id={tiers.id} tabIndex={-1}>
      <FieldError id={tiers.id} error={tiers.errors} />
      <ol className="grid gap-4">
        {rows.map((tier, index) => (
          <TierRow key={tier.key} {...{ form, tier, index, placesByTier }} name={tiers.name} count={rows.length} />
        ))}
      </ol>
      {rows.length < TIERS_MAX && (
        <Button
          {...form.insert.getButtonProps({ name: tiers.name, defaultValue: { key: '', name: '', price: '' } })}
          type="submit"
          size="small"
          icon={<Plus aria-hidden size={18} />}
          className="w-fit"
        >
          Add a price
        </Button>
      )}
    </div>
  );
}

interface TierRowProps extends Pick<TierRowsProps, 'form' | 'placesByTier'> {
  readonly tier: TierField;
  readonly name: TierRowsProps['tiers']['name'];
  readonly index: number;
  readonly count: number;
}

function TierRow({ form, tier, name, index, count, placesByTier }: TierRowProps) {
  const fields = tier.getFieldset();
  const move = (to: number) => ({
    ...form.reorder.getButtonProps({ name, from: index, to }),
    type: 'submit' as const,
    disabled: to < 0 || to >= count,
  });
  const number = index + 1;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 gap-y-3 border-line border-b pb-4 last:border-b-0 last:pb-0 md:grid-cols-[minmax(0,1fr)_10rem_auto]">
      <input type="hidden" name={fields.key.name} form={form.id} defaultValue={textOf(fields.key.initialValue)} />
      <TextField
        {...fieldProps(fields.name)}
        label={
          <span className="inline-flex h-6 items-center gap-2 align-bottom">
            <TierShapeMark index={index} />
            Name of price {number}
          </span>
        }
        autoComplete="off"
        className="col-span-2 md:col-span-1"
      />
      <TextField {...fieldProps(fields.price)} label="Price" inputMode="decimal" autoComplete="off" />
      <div className="flex pt-8">
        <IconButton {...move(index - 1)} label={`Move price ${number} up`} icon={<ArrowUp aria-hidden size={20} />} />
        <IconButton
          {...move(index + 1)}
          label={`Move price ${number} down`}
          icon={<ArrowDown aria-hidden size={20} />}
        />
        <IconButton
          {...form.remove.getButtonProps({ name, index })}
          type="submit"
          disabled={count === 1}
          label={`Remove price ${number}`}
          icon={<Trash2 aria-hidden size={20} />}
        />
      </div>
      <PlacesHint places={placesByTier?.[textOf(fields.key.initialValue)]} isKnown={placesByTier !== null} />
    </li>
  );
}

function PlacesHint({ places, isKnown }: { places: number | undefined; isKnown: boolean }) {
  if (!isKnown) return null;
  return (
    <p className="col-span-full -mt-1 text-muted text-small">
      {places === undefined
        ? 'No place of the seat map sells at this price.'
        : `${formatCount(places, 'place')} on the seat map.`}
    </p>
  );
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
