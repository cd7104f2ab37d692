/** The answer to a form that no page of ours sends. */
import type { Refusal } from '../../api/ask.ts';

/** Nothing is held or let go for it. */
export const unreadable: Refusal = {
  code: 'invalid_request',
  status: 400,
  detail: undefined,
  errors: [],
  more: {},
  retryAfterSeconds: undefined,
  requestId: undefined,
};
