/** Finding an order again without an account: its link comes by mail, to the address it was bought with. */
import { useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { type ActionFunctionArgs, Form, Link, type MetaFunction, useActionData, useNavigation } from 'react-router';
import { CheckInbox } from '../account/check-inbox.tsx';
import { answerFaults, answerRefusal, type FormAnswer } from '../account/form-answer.ts';
import { NarrowPage } from '../account/narrow-page.tsx';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { useRoot } from '../root-data.ts';
import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { fieldProps, listErrors } from '../ui/form-fields.ts';
import { Problem } from '../ui/problem.tsx';
import { TextField } from '../ui/text-fields.tsx';
import { fieldErrors } from '../words/field-errors.ts';
import { FindOrderForm } from './find-order-form.ts';

export const meta: MetaFunction = () => [{ title: 'Find your order · Usher' }];

export async function action({ request, context }: ActionFunctionArgs) {
  const submission = parseWithZod(await request.formData(), { schema: FindOrderForm, formatError: fieldErrors() });
  if (submission.status !== 'success') return answerFaults(submission, { hide: [] });
  const answer = await apiOf(context)('lookupOrder', { body: submission.value });
  if (!answer.ok) return answerRefusal(submission, answer.refusal, { hide: [] });
  return { inbox: submission.value.email };
}

export default function FindOrderPage() {
  const answer = useActionData<typeof action>();
  const role = useRoot()?.viewer?.role;
  const isSignedIn = role !== undefined && role !== 'guest';
  if (answer && 'inbox' in answer)
    return (
      <CheckInbox title="Check your inbox" email={answer.inbox} next={paths.orders()}>
        If we know this order, a mail with a link to its tickets is on its way.
      </CheckInbox>
    );
  return (
    <NarrowPage
      title="Find your order"
      lead="We’ll mail a link to the tickets to the address they were bought with."
      below={
        isSignedIn ? (
          <p>
            Bought with this account?{' '}
            <Link className="link" to={paths.orders()}>
              See my orders
            </Link>
          </p>
        ) : (
          <p>
            Bought with an account?{' '}
            <Link className="link" to={paths.login({ next: paths.orders() })}>
              Log in
            </Link>
          </p>
        )
      }
    >
      <Problem refusal={answer?.refusal} />
      <LookupForm result={answer?.result} />
    </NarrowPage>
  );
}

function LookupForm({ result }: { result: FormAnswer['result'] | undefined }) {
  const isBusy = useNavigation().state === 'submitting';
  const [form, fields] = useForm({
    id: 'find-order',
    lastResult: result,
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema: FindOrderForm, formatError: fieldErrors() }),
  });
  return (
    <Form
      method="post"
      action={paths.findOrder()}
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      className="grid gap-5"
    >
      <ErrorSummary errors={listErrors(form)} />
      <TextField
        {...fieldProps(fields.reference)}
        label="Order reference"
        hint="8 letters and digits, like K7QF2M9X. It is in the mail we sent and on each ticket."
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
      />
      <TextField
        {...fieldProps(fields.email)}
        label="E-mail"
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
      />
      <Button type="submit" variant="primary" wide busy={isBusy} busyLabel="Sending…">
        Mail me a link
      </Button>
    </Form>
  );
}
