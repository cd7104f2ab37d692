/** Name, language, and whether one wants news. */
import { useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Form, useActionData, useLoaderData, useNavigation } from 'react-router';
import { paths } from '../paths.ts';
import { Button } from '../ui/button.tsx';
import { CardSection } from '../ui/card.tsx';
import { Checkbox } from '../ui/choice-fields.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { checkboxProps, fieldProps, listErrors } from '../ui/form-fields.ts';
import { Problem } from '../ui/problem.tsx';
import { SelectField, TextField } from '../ui/text-fields.tsx';
import { Toast } from '../ui/toast.tsx';
import { fieldErrors } from '../words/field-errors.ts';
import { ProfileForm, profileNames } from './account-forms.ts';
import type { changeAccount, loadAccount } from './account-data.server.ts';
import { answerTo } from './form-answer.ts';

/** Saved with a word of it; the address is who one is and stays. */
export function ProfileSection() {
  const { profile, languages } = useLoaderData<typeof loadAccount>();
  const { result, refusal, savedAtMs } = answerTo('profile', useActionData<typeof changeAccount>());
  const isBusy = useNavigation().formData?.get('form') === 'profile';
  const { firstName, lastName, locale, marketingConsent } = profile;
  const [form, fields] = useForm({
    id: 'profile',
    lastResult: result,
    defaultValue: { firstName, lastName, locale, marketingConsent },
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) =>
      parseWithZod(formData, { schema: ProfileForm, formatError: fieldErrors(profileNames) }),
  });
  return (
    <CardSection title="Your details">
      <Problem refusal={refusal} />
      <Form
        method="post"
        action={paths.account()}
        preventScrollReset
        id={form.id}
        onSubmit={form.onSubmit}
        noValidate={form.noValidate}
        className="grid gap-5"
      >
        <ErrorSummary errors={listErrors(form)} />
        <input type="hidden" name="form" value="profile" />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField {...fieldProps(fields.firstName)} label="First name" autoComplete="given-name" />
          <TextField {...fieldProps(fields.lastName)} label="Last name" autoComplete="family-name" />
        </div>
        <SelectField
          {...fieldProps(fields.locale)}
          label="Language"
          hint="Pages and mail are in English today. Once there are others, you get the one you choose here."
        >
          {languages.map(({ tag, name }) => (
            <option key={tag} value={tag} lang={tag}>
              {name}
            </option>
          ))}
        </SelectField>
        <Checkbox {...checkboxProps(fields.marketingConsent)} label="Mail me about new events now and then" />
        <Button type="submit" variant="primary" busy={isBusy} busyLabel="Saving…" className="justify-self-start">
          Save details
        </Button>
      </Form>
      {savedAtMs !== undefined && <Toast key={savedAtMs}>Your details are saved.</Toast>}
    </CardSection>
  );
}
