/** What every verb of the waiting room gets. */
import type { waitingRoom } from '@usher/contracts/waiting-room';
import type { Kit } from '@usher/kit/service';
import type { config } from './config.ts';

export const needs = {};
export type WaitingRoomKit = Kit<typeof waitingRoom, typeof needs, typeof config>;
