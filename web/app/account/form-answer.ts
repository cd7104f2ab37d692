/** What the action of a form gives back when the form stays on the screen. */
import type { Submission, SubmissionResult } from '@conform-to/react';
import type { Refusal } from '../api/ask.ts';
import { type FieldNames, fromProblem } from '../words/field-errors.ts';

export interface FormAnswer {
  /** Which form of the page it is about; empty where there is one only. */
  readonly form: string;
  /** For conform: what was typed, and what is wrong with which field. */
  readonly result: SubmissionResult;
  /** A "no" to the form as a whole; one that is about a field is told at the field. */
  readonly refusal: Refusal | null;
}

/** That a form was accepted, and when: so that the same words twice are news twice. */
interface FormDone {
  readonly form: string;
  readonly savedAtMs: number;
}

interface FormWords {
  readonly form?: string;
  /** Fields whose value never travels back: passwords and tokens. */
  readonly hide: readonly string[];
  readonly names?: FieldNames;
}

type AnySubmission = Pick<Submission<Record<string, unknown>>, 'reply'>;

/** The form as it was sent, with its faults. */
export function answerFaults(submission: AnySubmission, { form = '', hide }: FormWords): FormAnswer {
  return { form, result: submission.reply({ hideFields: [...hide] }), refusal: null };
}

/** The form as it was sent, and why the API said no. */
export function answerRefusal(
  submission: AnySubmission,
  refusal: Refusal,
  { form = '', hide, names }: FormWords,
): FormAnswer {
  const fieldErrors = fromProblem(refusal.errors, names);
  const isAboutFields = Object.keys(fieldErrors).length > 0;
  const reply = { hideFields: [...hide], ...(isAboutFields && { fieldErrors }) };
  return { form, result: submission.reply(reply), refusal: isAboutFields ? null : refusal };
}

/** The part of a page's answer that is about one of its forms. */
export function answerTo(form: string, answer: FormAnswer | FormDone | undefined) {
  const mine = answer?.form === form ? answer : undefined;
  return {
    result: mine && 'result' in mine ? mine.result : undefined,
    refusal: mine && 'refusal' in mine ? mine.refusal : undefined,
    savedAtMs: mine && 'savedAtMs' in mine ? mine.savedAtMs : undefined,
  };
}
