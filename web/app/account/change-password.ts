/** Changing one's password. That ends every session; this browser is signed in again at once. */
import { parseWithZod } from '@conform-to/zod/v4';
import { redirect, type RouterContextProvider } from 'react-router';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { sessionOf } from '../session/session.ts';
import { visitContext } from '../visit.ts';
import { fieldErrors } from '../words/field-errors.ts';
import { ChangePasswordForm } from './account-forms.ts';
import { answerFaults, answerRefusal } from './form-answer.ts';

/** Answers with what is wrong, or with when it was changed; leads to the login page if signing in again failed. */
export async function changePassword(form: FormData, context: Readonly<RouterContextProvider>) {
  const words = { form: 'password', hide: ['current', 'new'] } as const;
  const submission = parseWithZod(form, { schema: ChangePasswordForm, formatError: fieldErrors() });
  if (submission.status !== 'success') return answerFaults(submission, words);
  const ask = apiOf(context);
  const profile = await ask('getProfile');
  if (!profile.ok) return answerRefusal(submission, profile.refusal, words);
  const answer = await ask('changePassword', { body: submission.value });
  if (!answer.ok) return answerRefusal(submission, answer.refusal, words);
  const session = sessionOf(context);
  session.signOut();
  const again = await ask('login', { body: { email: profile.data.email, password: submission.value.new } });
  if (!again.ok) throw redirect(paths.login({ password: 'new' }));
  session.signIn(again.data);
  return { form: 'password', savedAtMs: context.get(visitContext).clock.now() } as const;
}
