/** The parts of an event's form that stay open after publishing: what it is called and how it sells. */
import { TICKETS_PER_BUYER_MAX } from '@usher/contracts/catalog-shapes';
import { fieldProps, checkboxProps } from '../ui/form-fields.ts';
import { CardSection } from '../ui/card.tsx';
import { Checkbox } from '../ui/choice-fields.tsx';
import { TextArea, TextField } from '../ui/text-fields.tsx';

/** As much of conform's field as is used here. */
export type FormField = Parameters<typeof fieldProps>[0];
type Fields<Name extends string> = Readonly<Record<Name, FormField>>;

/** Name, category and description. */
export function AboutFields({
  fields,
  categories,
}: {
  fields: Fields<'name' | 'category' | 'description'>;
  categories: readonly string[];
}) {
  const listId = `${fields.category.id}-list`;
  return (
    <CardSection title="What it is">
      <TextField {...fieldProps(fields.name)} label="Name" autoComplete="off" />
      <TextField
        {...fieldProps(fields.category)}
        label="Category"
        hint="Choose one that is used already, or type a new one."
        list={listId}
        autoComplete="off"
        className="md:max-w-80"
      />
      <datalist id={listId}>
        {categories.map((category) => (
          <option key={category} value={category} />
        ))}
      </datalist>
      <TextArea
        {...fieldProps(fields.description)}
        label="Description"
        hint="What people will see, who plays, and what they should know before they come."
        optional
        rows={6}
      />
    </CardSection>
  );
}

/** When and how tickets are sold. `zone` is the clock the times are read by. */
export function SaleFields({
  fields,
  zone,
}: {
  fields: Fields<
    | 'salesOpenLocal'
    | 'salesCloseLocal'
    | 'maxTicketsPerOrder'
    | 'maxTicketsPerBuyer'
    | 'leavesNoSingle'
    | 'holderNameRequired'
  >;
  zone: string | null;
}) {
  const clock = zone === null ? '' : ` By ${zone}.`;
  return (
    <CardSection title="How it sells">
      <div className="grid items-start gap-4 md:grid-cols-2">
        <TextField
          {...fieldProps(fields.salesOpenLocal)}
          type="datetime-local"
          label="Sales open"
          hint={`Leave empty to open at once.${clock}`}
          optional
        />
        <TextField
          {...fieldProps(fields.salesCloseLocal)}
          type="datetime-local"
          label="Sales end"
          hint={`Leave empty to sell until the start.${clock}`}
          optional
        />
        <TextField
          {...fieldProps(fields.maxTicketsPerOrder)}
          type="number"
          inputMode="numeric"
          min={1}
          max={50}
          label="Tickets per order"
          hint="How many one order may take, up to 50."
        />
        <TextField
          {...fieldProps(fields.maxTicketsPerBuyer)}
          type="number"
          inputMode="numeric"
          min={1}
          max={TICKETS_PER_BUYER_MAX}
          label="Tickets per buyer"
          hint="All orders together; empty for no limit."
          optional
        />
      </div>
      <Checkbox
        {...checkboxProps(fields.leavesNoSingle)}
        label="Leave no single seats"
        hint="A choice that would leave one empty seat between others is refused, with the nearest better one offered. Near sell-out any seat can be bought."
      />
      <Checkbox
        {...checkboxProps(fields.holderNameRequired)}
        label="Each ticket carries the name of its holder"
        hint="Buyers enter a name per ticket, and the door checks it."
      />
    </CardSection>
  );
}
