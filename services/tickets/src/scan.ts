/** A scan on its way: what came in, what it met, and what was decided. */
import type { CheckIn, CheckInRequest } from '@usher/contracts/tickets';
import type { Principal } from '@usher/kit/principal';
import type { z } from 'zod';
import type { Credential } from './credential.ts';
import type { GateEvent, ScannedTicket, ScanResult } from './judge-scan.ts';

/** What the gate is told. */
export type Answer = z.input<typeof CheckIn>;

/** A check-in as it was asked for. */
export interface Call {
  readonly request: z.output<typeof CheckInRequest>;
  readonly credential: Credential | undefined;
  readonly principal: Principal;
  readonly requestId: string;
}

/** A call at a gate where the caller works. */
export interface Scan extends Call {
  readonly event: GateEvent;
}

/** A ticket under its lock. */
export interface LockedTicket extends ScannedTicket {
  readonly id: string;
  readonly seat_id: string | null;
  readonly section: string;
  readonly row_name: string | null;
  readonly seat_number: string | null;
  readonly tier_name: string;
  readonly holder_first_name: string;
  readonly admitted_at: string | null;
  readonly version: number;
  /** The transaction's time. */
  readonly now: string;
}

/** A scan that was decided here and now, to be written down. */
export interface Decided {
  readonly scan: Scan;
  readonly result: ScanResult;
  readonly ticket: LockedTicket | undefined;
  readonly answer: Answer;
}
