/** Queues failed mail again: one, or all that a page shows. */
import { parseWithZod } from '@conform-to/zod/v4';
import { Id } from '@usher/contracts/ids';
import type { RouterContextProvider } from 'react-router';
import { z } from 'zod';
import type { Refusal } from '../api/ask.ts';
import { apiOf } from '../api/server.ts';
import { visitContext } from '../visit.ts';
import { formatCount } from '../words/format.ts';

const RetryForm = z.object({ id: z.array(Id).min(1).max(100) });

export interface Retried {
  readonly done: string | null;
  /** The first "no" of several. */
  readonly refusal: Refusal | null;
  readonly atMs: number;
}

/** Says how many are on their way again. */
export async function retryMail(context: Readonly<RouterContextProvider>, data: FormData): Promise<Retried> {
  const submission = parseWithZod(data, { schema: RetryForm });
  if (submission.status !== 'success') throw new Response(null, { status: 400 });
  const ask = apiOf(context);
  const answers = await Promise.all(submission.value.id.map((id) => ask('retryNotification', { params: { id } })));
  const queued = answers.filter((answer) => answer.ok).length;
  const refused = answers.find((answer) => !answer.ok);
  return {
    done: queued === 0 ? null : `${formatCount(queued, 'mail is', 'mails are')} on the way again.`,
    refusal: refused && !refused.ok ? refused.refusal : null,
    atMs: context.get(visitContext).clock.now(),
  };
}
