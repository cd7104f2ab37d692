/** The one table of legal moves of a ticket. Nobody else decides by comparing states. */
import type { Ticket } from '@usher/contracts/tickets';
import type { z } from 'zod';

export type TicketState = z.infer<typeof Ticket>['state'];

const ticketMoves: Readonly<Record<TicketState, readonly TicketState[]>> = {
  valid: ['used', 'void', 'replaced'],
  // Money given back after the show takes the ticket back too.
  used: ['void'],
  void: [],
  replaced: [],
};

/** True when a ticket may go from one state to the other. */
export function mayMove(from: TicketState, to: TicketState): boolean {
  return ticketMoves[from].includes(to);
}

/** The ticket is somebody's right still: it has files to print. */
export function isGood(state: TicketState): boolean {
  return state === 'valid' || state === 'used';
}

/** Every state can be reached from `valid`; checked when the service opens, so that a typing slip cannot ship. */
export function assertReachable(): void {
  const seen = new Set<TicketState>(['valid']);
  for (const state of seen) for (const next of ticketMoves[state]) seen.add(next);
  const lost = (Object.keys(ticketMoves) as TicketState[]).filter((state) => !seen.has(state));
  if (lost.length > 0) throw new Error(`ticket states that nothing leads to: ${lost.join(', ')}`);
}
