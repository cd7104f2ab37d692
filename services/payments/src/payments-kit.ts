/** What every verb of payments gets. */
import { orders } from '@usher/contracts/orders';
import type { payments } from '@usher/contracts/payments';
import type { Kit } from '@usher/kit/service';
import type { config } from './config.ts';

export const needs = { orders };
export type PaymentsKit = Kit<typeof payments, typeof needs, typeof config>;
