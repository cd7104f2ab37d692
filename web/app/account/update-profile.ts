/** Saving name, language and whether one wants news. */
import { parseWithZod } from '@conform-to/zod/v4';
import type { RouterContextProvider } from 'react-router';
import { apiOf } from '../api/server.ts';
import { visitContext } from '../visit.ts';
import { fieldErrors } from '../words/field-errors.ts';
import { ProfileForm, profileNames } from './account-forms.ts';
import { answerFaults, answerRefusal } from './form-answer.ts';

/** Answers with what is wrong, or with when it was saved. */
export async function updateProfile(form: FormData, context: Readonly<RouterContextProvider>) {
  const words = { form: 'profile', hide: [], names: profileNames } as const;
  const submission = parseWithZod(form, { schema: ProfileForm, formatError: fieldErrors(profileNames) });
  if (submission.status !== 'success') return answerFaults(submission, words);
  const answer = await apiOf(context)('updateProfile', { body: submission.value });
  if (!answer.ok) return answerRefusal(submission, answer.refusal, words);
  return { form: 'profile', savedAtMs: context.get(visitContext).clock.now() } as const;
}
