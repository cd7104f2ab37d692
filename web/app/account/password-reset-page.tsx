/**
 * A new password, in two visits: asking for the mail, and coming back with its link. The link's token stands behind the
 * `#`, which browsers keep to themselves: no log and no other site ever sees it.
 */
import { parseWithZod } from '@conform-to/zod/v4';
import { type ActionFunctionArgs, type MetaFunction, redirect, useActionData } from 'react-router';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { sessionOf } from '../session/session.ts';
import { fieldErrors } from '../words/field-errors.ts';
import { NewPasswordForm, newPasswordNames, ResetRequestForm } from './account-forms.ts';
import { CheckInbox } from './check-inbox.tsx';
import { answerFaults, answerRefusal } from './form-answer.ts';
import { NewPassword } from './new-password.tsx';
import { AskForReset } from './reset-request.tsx';
import { useLinkToken } from './use-link-token.ts';

export const meta: MetaFunction = () => [{ title: 'Set a new password · Usher' }];

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return form.has('token') ? setPassword(form, context) : askForMail(form, context);
}

type Context = ActionFunctionArgs['context'];

async function askForMail(form: FormData, context: Context) {
  const submission = parseWithZod(form, { schema: ResetRequestForm, formatError: fieldErrors() });
  if (submission.status !== 'success') return answerFaults(submission, { hide: [] });
  const answer = await apiOf(context)('requestPasswordReset', { body: submission.value });
  if (!answer.ok) return answerRefusal(submission, answer.refusal, { hide: [] });
  return { inbox: submission.value.email };
}

/** The new password ends every session, the one at this browser too. */
async function setPassword(form: FormData, context: Context) {
  const hidden = { hide: ['password', 'token'], names: newPasswordNames };
  const submission = parseWithZod(form, { schema: NewPasswordForm, formatError: fieldErrors(newPasswordNames) });
  if (submission.status !== 'success') return answerFaults(submission, hidden);
  const answer = await apiOf(context)('confirmPasswordReset', { body: submission.value });
  if (!answer.ok) return answerRefusal(submission, answer.refusal, hidden);
  const session = sessionOf(context);
  if (session.viewer?.role !== 'guest') session.signOut();
  throw redirect(paths.login({ password: 'new' }));
}

export default function PasswordResetPage() {
  const answer = useActionData<typeof action>();
  const token = useLinkToken();
  if (answer && 'inbox' in answer)
    return (
      <CheckInbox title="Check your inbox" email={answer.inbox}>
        If this address has an account, a mail with a link is on its way. The link works once; the mail says until when.
      </CheckInbox>
    );
  return token === undefined ? <AskForReset answer={answer} /> : <NewPassword token={token} answer={answer} />;
}
