/** What the form of an event does when it is sent. */
import { parseWithZod } from '@conform-to/zod/v4';
import type { Ask, Data, Refusal } from '../api/ask.ts';
import { answerFaults, answerRefusal, type FormAnswer } from '../account/form-answer.ts';
import { now } from '../clock.ts';
import { fieldErrors } from '../words/field-errors.ts';
import { DraftForm, eventNames, PublishedForm } from './event-form.ts';
import { draftBody, publishedBody, startQuestion } from './event-values.server.ts';
import { onceKey } from './once-key.server.ts';
import type { StartQuestion } from './place-fields.tsx';

export interface EventAnswer extends FormAnswer {
  readonly question: StartQuestion | null;
}
type Event = Data<'getEvent'>;
type Saved = { readonly event: Event } | { readonly answer: EventAnswer };

const hide: readonly string[] = [];

/** Makes or changes a draft, or says what is wrong. */
export async function saveDraft(ask: Ask, sent: FormData, before?: Event): Promise<Saved> {
  const submission = parseWithZod(sent, { schema: DraftForm, formatError: fieldErrors(eventNames) });
  if (submission.status !== 'success') return stay(answerFaults(submission, { hide }));
  const form = submission.value;
  const venue = await ask('getVenue', { params: { id: form.venueId } });
  if (!venue.ok) return stay(answerRefusal(submission, venue.refusal, { hide }));
  const made = draftBody(form, { timeZone: venue.data.timeZone, before, nowMs: now() });
  if ('faults' in made) return stay({ result: submission.reply({ fieldErrors: made.faults }), refusal: null });
  const answer = before
    ? await ask('updateEvent', { params: { id: before.id }, body: made.body })
    : await ask('createEvent', { body: made.body, key: onceKey(sent.get('mark'), made.body) });
  if (answer.ok) return { event: answer.data };
  const question = startQuestion(answer.refusal, form.startsAtLocal);
  if (question) {
    const startsAtLocal = [startFault(question)];
    return stay({ result: submission.reply({ fieldErrors: { startsAtLocal } }), refusal: null }, question);
  }
  return stay(answerRefusal(submission, inFormWords(answer.refusal), { hide, names: eventNames }));
}

/** Changes what of a published event may change. */
export async function savePublished(ask: Ask, sent: FormData, before: Event): Promise<Saved> {
  const submission = parseWithZod(sent, { schema: PublishedForm, formatError: fieldErrors(eventNames) });
  if (submission.status !== 'success') return stay(answerFaults(submission, { hide }));
  const made = publishedBody(submission.value, { timeZone: before.timeZone, before, nowMs: now() });
  if ('faults' in made) return stay({ result: submission.reply({ fieldErrors: made.faults }), refusal: null });
  const answer = await ask('updateEvent', { params: { id: before.id }, body: made.body });
  if (answer.ok) return { event: answer.data };
  return stay(answerRefusal(submission, inFormWords(answer.refusal), { hide, names: eventNames }));
}

const stay = (answer: Omit<FormAnswer, 'form'>, question: StartQuestion | null = null): Saved => ({
  answer: { form: '', ...answer, question },
});

function startFault({ isTwice }: StartQuestion): string {
  return isTwice
    ? 'The clocks go back that night, so this time happens twice'
    : 'The clocks go forward then, so this time does not exist';
}

/** The form asks for local times where the API takes instants; a date that is none is told at its field. */
function inFormWords(refusal: Refusal): Refusal {
  const noDate = { path: 'startsAtLocal', message: 'is not a date of the calendar' };
  const errors = refusal.code === 'local_time_invalid' ? [noDate] : refusal.errors;
  const named = errors.map(({ path, message }) => ({
    path: path.replace(/(salesOpen|salesClose)At$/, '$1Local'),
    message: message.replace('salesOpenAt', 'the opening'),
  }));
  return { ...refusal, errors: named };
}
