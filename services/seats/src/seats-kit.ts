/** What every verb of seats gets. */
import { catalog } from '@usher/contracts/catalog';
import type { seats } from '@usher/contracts/seats';
import type { Kit } from '@usher/kit/service';
import type { config } from './config.ts';

export const needs = { catalog };
export type SeatsKit = Kit<typeof seats, typeof needs, typeof config>;
