/** What every verb of orders gets. */
import type { orders } from '@usher/contracts/orders';
import { seats } from '@usher/contracts/seats';
import type { Kit } from '@usher/kit/service';
import type { config } from './config.ts';

export const needs = { seats };
export type OrdersKit = Kit<typeof orders, typeof needs, typeof config>;
