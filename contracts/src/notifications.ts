/** The notifications service: mails to people, and whether they went. It tells no facts. */
import { z } from 'zod';
import { contract, operation } from './contract.ts';
import { Id, IdParams, Instant, listOf, page } from './ids.ts';

export const NotificationState = z.enum(['queued', 'sent', 'failed']);

export const Notification = z
  .object({
    id: Id,
    kind: z.string(),
    to: z.string(),
    subject: z.string(),
    state: NotificationState,
    attempts: z.number().int(),
    createdAt: Instant,
    sentAt: Instant.nullable(),
  })
  .meta({ id: 'Notification' });

/** What an admin sees besides: why the last attempt failed. */
export const NotificationDetail = z
  .object({ ...Notification.shape, lastError: z.string().nullable() })
  .meta({ id: 'NotificationDetail' });

export const notifications = contract({
  name: 'notifications',
  operations: {
    listNotifications: operation({
      route: 'GET /notifications',
      summary: 'Lists what was sent to the caller, newest first.',
      caller: 'signedIn',
      query: z.strictObject(page),
      answers: { 200: listOf(Notification) },
      refusals: ['invalid_request'],
      limit: 'read',
    }),
    listFailedNotifications: operation({
      route: 'GET /admin/notifications',
      summary: 'Lists notifications of everybody by state, the failed ones unless told otherwise.',
      caller: ['admin'],
      query: z.strictObject({ state: NotificationState.default('failed'), ...page }),
      answers: { 200: listOf(NotificationDetail) },
      refusals: ['invalid_request'],
      limit: 'read',
    }),
    retryNotification: operation({
      route: 'POST /admin/notifications/{id}/retry',
      summary: 'Queues a failed notification again; one that is queued or sent stays as it is.',
      caller: ['admin'],
      params: IdParams,
      answers: { 200: NotificationDetail },
      refusals: ['not_found'],
      limit: 'write',
    }),
  },
  internal: {},
  facts: {},
});
