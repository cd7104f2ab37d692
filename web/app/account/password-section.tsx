/** Changing the password. */
import { useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Form, Link, useActionData, useLoaderData, useNavigation } from 'react-router';
import { paths, withQuery } from '../paths.ts';
import { Button } from '../ui/button.tsx';
import { CardSection } from '../ui/card.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { fieldProps, listErrors } from '../ui/form-fields.ts';
import { Notice } from '../ui/notice.tsx';
import { PasswordField } from '../ui/text-fields.tsx';
import { fieldErrors } from '../words/field-errors.ts';
import { ChangePasswordForm } from './account-forms.ts';
import type { changeAccount, loadAccount } from './account-data.server.ts';
import { answerTo, type FormAnswer } from './form-answer.ts';
import { CredentialsProblem } from './credentials-problem.tsx';
import { NewPasswordField } from './new-password-field.tsx';

const STAFF_CHARACTERS_MIN = 15;

/** Says beforehand that it ends all other sessions; afterwards the fields are empty again. */
export function PasswordSection() {
  const { profile } = useLoaderData<typeof loadAccount>();
  const { result, refusal, savedAtMs } = answerTo('password', useActionData<typeof changeAccount>());
  return (
    <CardSection title="Password">
      <p className="text-muted">Changing it logs you out on every other device.</p>
      {savedAtMs !== undefined && (
        <Notice key={savedAtMs} tone="success" role="status" title="Your password is changed">
          Every other device is logged out.
        </Notice>
      )}
      <CredentialsProblem
        refusal={refusal}
        email={profile.email}
        wrong={{ fact: 'Your current password is not right.', remedy: 'Check it and try again.' }}
      />
      <PasswordForm result={result} savedAtMs={savedAtMs} />
    </CardSection>
  );
}

interface PasswordFormProps {
  readonly result: FormAnswer['result'] | undefined;
  /** Fields of a form that was accepted begin anew, empty. */
  readonly savedAtMs: number | undefined;
}

function PasswordForm({ result, savedAtMs }: PasswordFormProps) {
  const { profile } = useLoaderData<typeof loadAccount>();
  const isBusy = useNavigation().formData?.get('form') === 'password';
  const [form, fields] = useForm({
    id: 'password',
    lastResult: result,
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema: ChangePasswordForm, formatError: fieldErrors() }),
  });
  return (
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
      <input type="hidden" name="form" value="password" />
      <input type="hidden" name="email" value={profile.email} autoComplete="username" />
      <div className="grid gap-2">
        <PasswordField
          key={savedAtMs}
          {...fieldProps(fields.current)}
          label="Current password"
          autoComplete="current-password"
        />
        <Link className="link w-fit py-1 text-small" to={withQuery(paths.passwordReset(), { email: profile.email })}>
          Forgot it?
        </Link>
      </div>
      <NewPasswordField
        key={savedAtMs}
        {...fieldProps(fields.new)}
        label="New password"
        personal={[profile.firstName, profile.lastName, profile.email]}
        minimum={profile.role === 'customer' ? undefined : STAFF_CHARACTERS_MIN}
      />
      <Button type="submit" busy={isBusy} busyLabel="Changing…" className="justify-self-start">
        Change password
      </Button>
    </Form>
  );
}
