/** The fields of the first step. What is wrong is said on top and at the field, after sending or on leaving a field. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { type FocusEvent, useMemo } from 'react';
import { Form, useNavigation } from 'react-router';
import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { fieldProps, listErrors } from '../ui/form-fields.ts';
import { TextField } from '../ui/text-fields.tsx';
import { fieldErrors } from '../words/field-errors.ts';
import { AttendeeFields } from './attendee-fields.tsx';
import { detailsNames, detailsSchema } from './details-schema.ts';
import { EmailField } from './email-field.tsx';

interface DetailsFormProps {
  readonly page: {
    readonly names: readonly string[];
    readonly start?: { readonly email: string; readonly firstName: string; readonly lastName: string } | undefined;
  };
  readonly reply: SubmissionResult | undefined;
  /** The seats are gone for now: the fields stay, the way on is another. */
  readonly isEnded: boolean;
}

/** Posts to its own page; works before the page wakes up. */
export function DetailsForm({ page: { names, start }, reply, isEnded }: DetailsFormProps) {
  const navigation = useNavigation();
  const formatError = useMemo(() => fieldErrors(detailsNames(names)), [names]);
  const [form, fields] = useForm({
    id: 'details',
    lastResult: reply ?? null,
    defaultValue: {
      email: start?.email,
      firstName: start?.firstName,
      lastName: start?.lastName,
      isBuyerFirst: names.length > 0 ? 'on' : undefined,
    },
    shouldValidate: 'onSubmit',
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) =>
      parseWithZod(formData, {
        schema: detailsSchema({ places: names, isBuyerFirst: formData.get('isBuyerFirst') === 'on' }),
        formatError,
      }),
  });
  const check = ({ target }: FocusEvent<HTMLFormElement>) => {
    const isField = target instanceof HTMLInputElement && target.type !== 'checkbox';
    if (isField && target.value !== '' && target.value !== target.defaultValue) form.validate({ name: target.name });
  };
  return (
    <Form method="post" id={form.id} noValidate onSubmit={form.onSubmit} onBlur={check} className="grid gap-6">
      <input type="hidden" name="intent" value="order" />
      <ErrorSummary errors={listErrors(form)} />
      <EmailField label="E-mail" hint="Your tickets go to this address." {...fieldProps(fields.email)} />
      <div className="grid gap-6 md:grid-cols-2 md:gap-4">
        <TextField
          label="First name"
          autoComplete="given-name"
          autoCapitalize="words"
          {...fieldProps(fields.firstName)}
        />
        <TextField
          label="Last name"
          autoComplete="family-name"
          autoCapitalize="words"
          {...fieldProps(fields.lastName)}
        />
      </div>
      {names.length > 0 && <AttendeeFields names={names} fields={fields} />}
      {!isEnded && (
        <Button
          type="submit"
          variant="primary"
          busy={navigation.formData?.get('intent') === 'order'}
          busyLabel="One moment…"
          className="w-full sm:w-fit"
        >
          Continue to payment
        </Button>
      )}
    </Form>
  );
}
