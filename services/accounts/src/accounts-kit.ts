/** What the verbs of this service are given. */
import type { accounts } from '@usher/contracts/accounts';
import type { FactOf, Kit } from '@usher/kit/service';
import type { config } from './config.ts';

/** Peers this service calls: none. */
export const needs = {} as const;

export type AccountsKit = Kit<typeof accounts, typeof needs, typeof config>;
export type AccountsFact = FactOf<typeof accounts>;
