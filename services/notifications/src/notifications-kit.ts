/** What every verb of notifications gets. */
import type { notifications } from '@usher/contracts/notifications';
import { tickets } from '@usher/contracts/tickets';
import type { Kit } from '@usher/kit/service';
import type { config } from './config.ts';

export const needs = { tickets };
export type NotificationsKit = Kit<typeof notifications, typeof needs, typeof config>;
