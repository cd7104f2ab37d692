/** Making an account. Whether an address has one already is told in its mailbox only, never here. */
import { useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
  useNavigation,
} from 'react-router';
import { apiOf } from '../api/server.ts';
import { paths, safeNext } from '../paths.ts';
import { sessionOf } from '../session/session.ts';
import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { fieldProps, listErrors } from '../ui/form-fields.ts';
import { Problem } from '../ui/problem.tsx';
import { TextField } from '../ui/text-fields.tsx';
import { fieldErrors } from '../words/field-errors.ts';
import { RegisterForm } from './account-forms.ts';
import { CheckInbox } from './check-inbox.tsx';
import { answerFaults, answerRefusal, type FormAnswer } from './form-answer.ts';
import { leadOn } from './lead-on.ts';
import { NarrowPage } from './narrow-page.tsx';
import { NewPasswordField } from './new-password-field.tsx';

export const meta: MetaFunction = () => [{ title: 'Create an account · Usher' }];

export function loader({ url, context }: LoaderFunctionArgs) {
  const { viewer } = sessionOf(context);
  const next = safeNext(url.searchParams.get('next'));
  if (viewer !== null && viewer.role !== 'guest') throw redirect(next);
  const known = (name: string) => url.searchParams.get(name) ?? '';
  return {
    next: next === paths.home() ? null : next,
    known: { email: known('email'), firstName: known('firstName'), lastName: known('lastName') },
  };
}

export async function action({ request, url, context }: ActionFunctionArgs) {
  const submission = parseWithZod(await request.formData(), { schema: RegisterForm, formatError: fieldErrors() });
  const hide = ['password'];
  if (submission.status !== 'success') return answerFaults(submission, { hide });
  // A guest's token goes along: the account takes over what the guest holds and bought.
  const answer = await apiOf(context)('registerUser', { body: submission.value });
  if (!answer.ok) {
    if (answer.refusal.code === 'email_taken') return { inbox: submission.value.email };
    return answerRefusal(submission, answer.refusal, { hide });
  }
  sessionOf(context).signIn(answer.data);
  throw leadOn(url);
}

export default function RegisterPage() {
  const { next } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (answer && 'inbox' in answer)
    return (
      <CheckInbox title="Check your inbox to finish" email={answer.inbox} next={next}>
        The mail we sent says how to go on.
      </CheckInbox>
    );
  return (
    <NarrowPage
      title="Create an account"
      lead="Your orders and tickets in one place, on every device."
      below={
        <p>
          Have an account already?{' '}
          <Link className="link" to={paths.login({ next })}>
            Log in
          </Link>
        </p>
      }
    >
      <Problem refusal={answer?.refusal} />
      <RegistrationForm result={answer?.result} />
    </NarrowPage>
  );
}

function RegistrationForm({ result }: { result: FormAnswer['result'] | undefined }) {
  const { known, next } = useLoaderData<typeof loader>();
  const isBusy = useNavigation().state === 'submitting';
  const [form, fields] = useForm({
    id: 'register',
    lastResult: result,
    defaultValue: { ...known, password: '' },
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema: RegisterForm, formatError: fieldErrors() }),
  });
  const personal = [fields.firstName.value, fields.lastName.value, fields.email.value].filter(
    (part) => part !== undefined,
  );
  return (
    <Form
      method="post"
      action={paths.register({ next })}
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      className="grid gap-5"
    >
      <ErrorSummary errors={listErrors(form)} />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          {...fieldProps(fields.firstName)}
          label="First name"
          autoComplete="given-name"
          autoCapitalize="words"
        />
        <TextField
          {...fieldProps(fields.lastName)}
          label="Last name"
          autoComplete="family-name"
          autoCapitalize="words"
        />
      </div>
      <TextField
        {...fieldProps(fields.email)}
        label="E-mail"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <NewPasswordField {...fieldProps(fields.password)} label="Password" personal={personal} />
      <Button type="submit" variant="primary" wide busy={isBusy} busyLabel="Creating your account…">
        Create account
      </Button>
    </Form>
  );
}
