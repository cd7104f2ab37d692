/** What the forms about one person do: another role, or the account shut and opened. */
import { parseWithZod } from '@conform-to/zod/v4';
import { Id } from '@usher/contracts/ids';
import type { RouterContextProvider } from 'react-router';
import { z } from 'zod';
import type { Refusal } from '../api/ask.ts';
import { apiOf } from '../api/server.ts';
import { visitContext } from '../visit.ts';
import { asRole, fullName } from './people-words.ts';

const PersonForm = z.discriminatedUnion('form', [
  z.object({ form: z.literal('role'), userId: Id, role: z.enum(['admin', 'organizer', 'operator', 'customer']) }),
  z.object({ form: z.literal('disable'), userId: Id }),
  z.object({ form: z.literal('enable'), userId: Id }),
]);

export interface Changed {
  /** What was done, to be said once. */
  readonly done: string | null;
  readonly refusal: Refusal | null;
  readonly atMs: number;
}

/** Changes one account; a form that can't be read is a fault of the page and answers 400. */
export async function changePerson(context: Readonly<RouterContextProvider>, data: FormData): Promise<Changed> {
  const submission = parseWithZod(data, { schema: PersonForm });
  if (submission.status !== 'success') throw new Response(null, { status: 400 });
  const { value } = submission;
  const answer = await apiOf(context)('updateUser', {
    params: { id: value.userId },
    body: value.form === 'role' ? { role: value.role } : { disabled: value.form === 'disable' },
  });
  const atMs = context.get(visitContext).clock.now();
  if (!answer.ok) return { done: null, refusal: answer.refusal, atMs };
  const name = fullName(answer.data);
  const done = {
    role: `${name} is ${asRole(answer.data.role)} now.`,
    disable: `The account of ${name} is disabled.`,
    enable: `${name} can log in again.`,
  }[value.form];
  return { done, refusal: null, atMs };
}
