/**
 * A guest who logs in becomes somebody else. What the guest is about to pay for goes along; what is paid stays the
 * guest's, and its link is in the mail.
 */
import type { RouterContextProvider } from 'react-router';
import { apiOf } from '../api/server.ts';
import { sessionOf } from '../session/session.ts';

const ORDERS_TAKEN_MAX = 5;

/** Reads what the guest of this request has open, before logging in; the function it gives moves that afterwards. */
export async function openOrdersOfGuest(context: Readonly<RouterContextProvider>): Promise<() => Promise<void>> {
  const { viewer, accessToken } = sessionOf(context);
  if (viewer?.role !== 'guest' || accessToken === undefined) return () => Promise.resolve();
  const ask = apiOf(context);
  const open = await ask('listOrders', { query: { state: 'pending', limit: ORDERS_TAKEN_MAX } });
  const holdIds = open.ok ? open.data.items.map(({ holdId }) => holdId) : [];
  return async () => {
    // One that ended in between is refused, and nothing is lost by that.
    for (const id of holdIds) await ask('transferHold', { params: { id }, body: { guestToken: accessToken } });
  };
}

/** Whether the guest of this request has tickets that logging in would leave behind. */
export async function leavesTicketsBehind(context: Readonly<RouterContextProvider>): Promise<boolean> {
  if (sessionOf(context).viewer?.role !== 'guest') return false;
  const tickets = await apiOf(context)('listTickets', { query: { limit: 1 } });
  return tickets.ok && tickets.data.items.length > 0;
}
