/** What every verb of tickets gets. */
import type { tickets } from '@usher/contracts/tickets';
import type { Kit } from '@usher/kit/service';
import type { config } from './config.ts';

export const needs = {};
export type TicketsKit = Kit<typeof tickets, typeof needs, typeof config>;
