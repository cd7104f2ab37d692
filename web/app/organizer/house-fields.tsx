/** The house a seat map is drawn for, with the map beside it as it will be. */
import { useState } from 'react';
import { CardSection } from '../ui/card.tsx';
import { RadioCards } from '../ui/choice-fields.tsx';
import { fieldProps } from '../ui/form-fields.ts';
import { TextField } from '../ui/text-fields.tsx';
import type { FormField } from './event-fields.tsx';
import { HouseForm } from './venue-form.ts';
import { houseShapes, isShape, type Shape, shapeNames } from './house-shapes.ts';
import { MapPreview } from './map-preview.tsx';

type HouseField = FormField & { readonly errors?: readonly string[] | undefined };

/** Shape, size and tiers. What is usual for a shape follows it until somebody types something else. */
export function HouseFields({ fields }: { fields: Readonly<Record<'shape' | 'seats' | 'tiers', HouseField>> }) {
  const [house, setHouse] = useState(() => ({
    shape: textOf(fields.shape, shapeNames[0] ?? ''),
    seats: textOf(fields.seats, ''),
    tiers: textOf(fields.tiers, ''),
  }));
  const choose = (name: string) => {
    const [before, after] = [usualOf(house.shape), usualOf(name)];
    setHouse({
      shape: name,
      seats: house.seats === before.seats ? after.seats : house.seats,
      tiers: house.tiers === before.tiers ? after.tiers : house.tiers,
    });
  };
  const parsed = HouseForm.safeParse({ ...house, seats: Number(house.seats) });
  return (
    <CardSection title="How people sit">
      <div className="grid gap-6 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <div className="grid content-start gap-5">
          <RadioCards
            id={fields.shape.id}
            name={fields.shape.name}
            form={fields.shape.formId}
            label="Shape"
            value={house.shape}
            onChange={choose}
            error={fields.shape.errors}
            options={shapeNames.map((value) => ({
              value,
              label: houseShapes[value].label,
              detail: houseShapes[value].detail,
            }))}
          />
          <TextField
            {...fieldProps(fields.seats)}
            defaultValue={undefined}
            value={house.seats}
            onChange={(event) => setHouse({ ...house, seats: event.currentTarget.value })}
            type="number"
            inputMode="numeric"
            min={1}
            label={house.shape === 'club' ? 'Places' : 'Seats'}
          />
          <TextField
            {...fieldProps(fields.tiers)}
            defaultValue={undefined}
            value={house.tiers}
            onChange={(event) => setHouse({ ...house, tiers: event.currentTarget.value })}
            label="Price tiers"
            hint="Best view first, with commas between. Each event sets its own prices for them."
            autoComplete="off"
          />
        </div>
        <MapPreview house={parsed.success ? parsed.data : null} />
      </div>
    </CardSection>
  );
}

const usualOf = (shape: string) => (isShape(shape) ? houseShapes[shape] : houseShapes.theatre);

/** What a new house begins with. */
export const usualHouse = (shape: Shape) => ({
  shape,
  seats: houseShapes[shape].seats,
  tiers: houseShapes[shape].tiers,
});

const textOf = ({ initialValue }: FormField, otherwise: string): string =>
  typeof initialValue === 'string' && initialValue !== '' ? initialValue : otherwise;
