/** What a gate says to a code: the pure rule, in the order in which reasons are told. */
import type { CheckIn } from '@usher/contracts/tickets';
import type { z } from 'zod';
import type { Credential } from './credential.ts';
import { mayMove, type TicketState } from './ticket-state.ts';

export type ScanResult = z.infer<typeof CheckIn>['result'];

/** The event whose gate it is. */
export interface GateEvent {
  readonly event_id: string;
  readonly organization_id: string;
  readonly holder_name_required: boolean;
}

/** The ticket a credential names, as it is now. */
export interface ScannedTicket {
  readonly event_id: string;
  readonly organization_id: string;
  readonly state: TicketState;
  readonly credential_number: number;
  readonly holder_last_name: string;
}

/**
 * Judges one scan. A ticket of another organization is as unknown as a forged code. Where names are
 * checked, a missing one does not match; somebody already inside is told as that, whatever the name.
 */
export function judgeScan(
  event: GateEvent,
  credential: Credential | undefined,
  ticket: ScannedTicket | undefined,
  holderLastName: string | undefined,
): ScanResult {
  if (!credential || ticket?.organization_id !== event.organization_id) return 'unknown_code';
  if (credential.number > ticket.credential_number) return 'unknown_code';
  if (ticket.event_id !== event.event_id) return 'wrong_event';
  if (ticket.state === 'replaced' || credential.number < ticket.credential_number) return 'replaced';
  if (ticket.state === 'used') return 'already_admitted';
  if (!mayMove(ticket.state, 'used')) return 'void';
  if (event.holder_name_required && foldName(holderLastName ?? '') !== foldName(ticket.holder_last_name)) {
    return 'holder_mismatch';
  }
  return 'admitted';
}

/** A name without case, accents, spaces and punctuation, as a passport and a typed form may differ in them. */
function foldName(name: string): string {
  const folded = name
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return folded === '' ? name.trim() : folded;
}
