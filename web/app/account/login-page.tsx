/** Logging in, and back to where one was. */
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
import { Notice } from '../ui/notice.tsx';
import { PasswordField, TextField } from '../ui/text-fields.tsx';
import { fieldErrors } from '../words/field-errors.ts';
import { LoginForm, loginNames } from './account-forms.ts';
import { CredentialsProblem } from './credentials-problem.tsx';
import { answerFaults, answerRefusal, type FormAnswer } from './form-answer.ts';
import { leadOn } from './lead-on.ts';
import { NarrowPage } from './narrow-page.tsx';
import { leavesTicketsBehind, openOrdersOfGuest } from './take-along.server.ts';

export const meta: MetaFunction = () => [{ title: 'Log in · Usher' }];

export async function loader({ url, context }: LoaderFunctionArgs) {
  const { viewer } = sessionOf(context);
  const next = safeNext(url.searchParams.get('next'));
  if (viewer !== null && viewer.role !== 'guest') throw redirect(next);
  return {
    next: next === paths.home() ? null : next,
    email: url.searchParams.get('email') ?? '',
    hasNewPassword: url.searchParams.get('password') === 'new',
    leavesTickets: await leavesTicketsBehind(context),
  };
}

export async function action({ request, url, context }: ActionFunctionArgs) {
  const submission = parseWithZod(await request.formData(), {
    schema: LoginForm,
    formatError: fieldErrors(loginNames),
  });
  if (submission.status !== 'success') return answerFaults(submission, { hide: ['password'] });
  const answer = await apiOf(context)('login', { body: submission.value });
  if (!answer.ok) return answerRefusal(submission, answer.refusal, { hide: ['password'], names: loginNames });
  const takeAlong = await openOrdersOfGuest(context);
  sessionOf(context).signIn(answer.data);
  await takeAlong();
  throw leadOn(url);
}

export default function LoginPage() {
  const { next, email, hasNewPassword, leavesTickets } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <NarrowPage
      title="Log in"
      below={
        <>
          <p>
            No account yet?{' '}
            <Link className="link" to={paths.register({ next })}>
              Create one
            </Link>
          </p>
          <p>
            Bought as a guest?{' '}
            <Link className="link" to={paths.findOrder()}>
              Find your order
            </Link>
          </p>
        </>
      }
    >
      {hasNewPassword && !answer && (
        <Notice tone="success" title="Your new password is set">
          Log in with it. We logged you out everywhere else.
        </Notice>
      )}
      {leavesTickets && (
        <Notice title="You have tickets as a guest in this browser">
          They stay in the mail we sent, but not in this account.{' '}
          <Link className="link" to={paths.register({ next })}>
            A new account
          </Link>{' '}
          takes them over.
        </Notice>
      )}
      <CredentialsProblem refusal={answer?.refusal} email={typedEmail(answer)} />
      <CredentialsForm to={paths.login({ next })} email={email} result={answer?.result} />
    </NarrowPage>
  );
}

function typedEmail(answer: FormAnswer | undefined): string | undefined {
  const typed = answer?.result.initialValue?.['email'];
  return typeof typed === 'string' ? typed : undefined;
}

interface CredentialsFormProps {
  readonly to: string;
  readonly email: string;
  readonly result: FormAnswer['result'] | undefined;
}

function CredentialsForm({ to, email, result }: CredentialsFormProps) {
  const isBusy = useNavigation().state === 'submitting';
  const [form, fields] = useForm({
    id: 'login',
    lastResult: result,
    defaultValue: { email, password: '' },
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema: LoginForm, formatError: fieldErrors(loginNames) }),
  });
  return (
    <Form
      method="post"
      action={to}
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
      <div className="grid gap-2">
        <PasswordField {...fieldProps(fields.password)} label="Password" autoComplete="current-password" />
        <Link className="link w-fit py-1 text-small" to={paths.passwordReset()}>
          Forgot your password?
        </Link>
      </div>
      <Button type="submit" variant="primary" wide busy={isBusy} busyLabel="Logging in…">
        Log in
      </Button>
    </Form>
  );
}
