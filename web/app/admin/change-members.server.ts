/** What the forms about an organization's members do: add, change the role, take out. */
import type { SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { MemberRole } from '@usher/contracts/accounts-shapes';
import { Id } from '@usher/contracts/ids';
import type { RouterContextProvider } from 'react-router';
import { z } from 'zod';
import type { Refusal } from '../api/ask.ts';
import { apiOf } from '../api/server.ts';
import { visitContext } from '../visit.ts';
import { AddMember, memberFormErrors } from './member-forms.ts';
import { asRole, fullName, type MemberRole as Role } from './people-words.ts';

export interface MembersAnswer {
  readonly form: 'add' | 'role' | 'remove';
  readonly result: SubmissionResult | undefined;
  readonly refusal: Refusal | null;
  /** What was done, to be said once. */
  readonly done: string | null;
  /** Who was taken out, so that it can be taken back. */
  readonly removed: { readonly email: string; readonly role: Role } | null;
  readonly atMs: number;
}

type Context = Readonly<RouterContextProvider>;

const RowForm = z.discriminatedUnion('form', [
  z.object({ form: z.literal('role'), userId: Id, role: MemberRole }),
  z.object({ form: z.literal('remove'), userId: Id, role: MemberRole, email: z.string(), name: z.string() }),
]);

/** Does what the form says; a form that can't be read is a fault of the page and answers 400. */
export async function changeMembers(context: Context, id: string, data: FormData): Promise<MembersAnswer> {
  if (data.get('form') === 'add') return addMember(context, id, data);
  const submission = parseWithZod(data, { schema: RowForm });
  if (submission.status !== 'success') throw new Response(null, { status: 400 });
  const { value } = submission;
  const ask = apiOf(context);
  const params = { id, userId: value.userId };
  if (value.form === 'role') {
    const answer = await ask('updateMember', { params, body: { role: value.role } });
    return answer.ok
      ? tell(context, 'role', { done: `${fullName(answer.data)} is ${asRole(answer.data.role)} now.` })
      : tell(context, 'role', { refusal: answer.refusal });
  }
  const answer = await ask('removeMember', { params });
  if (!answer.ok) return tell(context, 'remove', { refusal: answer.refusal });
  const { name, email, role } = value;
  return tell(context, 'remove', { done: `${name} does not work here any more.`, removed: { email, role } });
}

async function addMember(context: Context, id: string, data: FormData): Promise<MembersAnswer> {
  const submission = parseWithZod(data, { schema: AddMember, formatError: memberFormErrors });
  if (submission.status !== 'success') return tell(context, 'add', { result: submission.reply() });
  const { email, role } = submission.value;
  const answer = await apiOf(context)('addMember', { params: { id }, body: { email, role } });
  if (!answer.ok) return tell(context, 'add', { result: submission.reply(), refusal: answer.refusal });
  const done = `${fullName(answer.data)} is ${asRole(answer.data.role)} now.`;
  return tell(context, 'add', { result: submission.reply({ resetForm: true }), done });
}

function tell(context: Context, form: MembersAnswer['form'], answer: Partial<MembersAnswer>): MembersAnswer {
  const atMs = context.get(visitContext).clock.now();
  return { form, result: undefined, refusal: null, done: null, removed: null, atMs, ...answer };
}
