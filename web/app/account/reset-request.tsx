/** Asking for the mail with the link to a new password. */
import { useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Form, Link, useNavigation, useSearchParams } from 'react-router';
import { paths } from '../paths.ts';
import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { fieldProps, listErrors } from '../ui/form-fields.ts';
import { Problem } from '../ui/problem.tsx';
import { TextField } from '../ui/text-fields.tsx';
import { fieldErrors } from '../words/field-errors.ts';
import { ResetRequestForm } from './account-forms.ts';
import type { FormAnswer } from './form-answer.ts';
import { NarrowPage } from './narrow-page.tsx';

/** One field; the answer is the same for every address. */
export function AskForReset({ answer }: { answer: FormAnswer | undefined }) {
  const isBusy = useNavigation().state === 'submitting';
  const [search] = useSearchParams();
  const [form, fields] = useForm({
    id: 'reset',
    lastResult: answer?.result,
    defaultValue: { email: search.get('email') ?? '' },
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema: ResetRequestForm, formatError: fieldErrors() }),
  });
  return (
    <NarrowPage
      title="Set a new password"
      lead="We’ll mail you a link to choose one."
      below={
        <p>
          Remembered it?{' '}
          <Link className="link" to={paths.login()}>
            Log in
          </Link>
        </p>
      }
    >
      <Problem refusal={answer?.refusal} />
      <Form
        method="post"
        action={paths.passwordReset()}
        id={form.id}
        onSubmit={form.onSubmit}
        noValidate={form.noValidate}
        className="grid gap-5"
      >
        <ErrorSummary errors={listErrors(form)} />
        <TextField
          {...fieldProps(fields.email)}
          label="E-mail"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Button type="submit" variant="primary" wide busy={isBusy} busyLabel="Sending…">
          Mail me a link
        </Button>
      </Form>
    </NarrowPage>
  );
}
