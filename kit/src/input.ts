/** What comes in is what the contract describes, or it does not come in. */
import type { Operation } from '@usher/contracts/contract';
import type { z } from 'zod';
import { type Refusal, refuse, refuseFields } from './refusal.ts';

export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** The input in the shapes of the contract, or every fault in it, with its place. */
export function parseInput(operation: Operation, input: Input): Input | Refusal {
  const faults: { path: string; message: string }[] = [];
  const read = (schema: z.ZodType | undefined, value: unknown, where: string): unknown => {
    if (!schema) return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues.slice(0, 100)) {
      const keys = 'keys' in issue ? issue.keys : [undefined];
      for (const key of keys.slice(0, 20)) {
        faults.push({
          path: [where, ...issue.path, ...(key === undefined ? [] : [key])].filter((p) => p !== '').join('.'),
          message: issue.message,
        });
      }
    }
    return undefined;
  };
  const params = read(operation.params, input.params, '');
  // An id that is not one names nothing: the same answer as for an id nobody has.
  if (faults.length > 0) return refuse('not_found');
  const query = read(operation.query, input.query ?? {}, '');
  const body = read(operation.body, input.body, '');
  return faults.length > 0 ? refuseFields(faults) : { params, query, body };
}
