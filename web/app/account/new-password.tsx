/** Choosing the new password, with the token of the mailed link. */
import { useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Form, useNavigation } from 'react-router';
import type { Refusal } from '../api/ask.ts';
import { paths } from '../paths.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { fieldProps, listErrors } from '../ui/form-fields.ts';
import { Problem } from '../ui/problem.tsx';
import { fieldErrors } from '../words/field-errors.ts';
import { NewPasswordForm, newPasswordNames } from './account-forms.ts';
import type { FormAnswer } from './form-answer.ts';
import { NarrowPage } from './narrow-page.tsx';
import { NewPasswordField } from './new-password-field.tsx';

/** A link that is spent or too old offers a new one. */
export function NewPassword({ token, answer }: { token: string; answer: FormAnswer | undefined }) {
  if (answer?.refusal?.code === 'token_expired') return <SpentLink refusal={answer.refusal} />;
  return (
    <NarrowPage title="Choose a new password" lead="It logs you out everywhere else.">
      <Problem refusal={answer?.refusal} />
      <PasswordForm token={token} result={answer?.result} />
    </NarrowPage>
  );
}

function SpentLink({ refusal }: { refusal: Refusal }) {
  return (
    <NarrowPage title="Choose a new password">
      <Problem
        refusal={refusal}
        action={
          <ButtonLink to={paths.passwordReset()} reloadDocument>
            Mail me a new link
          </ButtonLink>
        }
      />
    </NarrowPage>
  );
}

function PasswordForm({ token, result }: { token: string; result: FormAnswer['result'] | undefined }) {
  const isBusy = useNavigation().state === 'submitting';
  const [form, fields] = useForm({
    id: 'new-password',
    lastResult: result,
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) =>
      parseWithZod(formData, { schema: NewPasswordForm, formatError: fieldErrors(newPasswordNames) }),
  });
  return (
    <Form
      method="post"
      action={paths.passwordReset()}
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      className="grid gap-5"
    >
      <ErrorSummary errors={listErrors(form)} />
      <input type="hidden" name="token" value={token} />
      <NewPasswordField {...fieldProps(fields.password)} label="New password" />
      <Button type="submit" variant="primary" wide busy={isBusy} busyLabel="Saving…">
        Set new password
      </Button>
    </Form>
  );
}
