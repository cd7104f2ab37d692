/** What the verbs of this service are given. */
import type { accounts } from '@usher/contracts/accounts';
import type { FactOf, Kit } from '@usher/kit/service';
import type { config } from './config.ts';

export type AccountsKit = Kit<typeof accounts, Record<never, never>, typeof config>;
export type AccountsFact = FactOf<typeof accounts>;
