/** Reading tickets: one, and one's own. */
import type { tickets } from '@usher/contracts/tickets';
import { encodeCursor, readTimeCursor } from '@usher/kit/cursor';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { refuse, refuseFields } from '@usher/kit/refusal';
import type { CredentialKeys } from './credential-keys.ts';
import { answerTicket, maySee, readTicket, type TicketRow } from './ticket.ts';
import type { TicketsKit } from './tickets-kit.ts';

/** GET /tickets/{id}: for its owner, its organizer and admins. */
export function getTicket(kit: TicketsKit, keys: CredentialKeys): Handler<typeof tickets.operations.getTicket> {
  return async (call) => {
    const ticket = await readTicket(kit.db, call.params.id);
    return ticket && maySee(call.principal, ticket) ? answerTicket(ticket, keys) : refuse('not_found');
  };
}

/** GET /tickets: the caller's own; newest order first, each in the order of its lines. */
export function listTickets(kit: TicketsKit, keys: CredentialKeys): Handler<typeof tickets.operations.listTickets> {
  return async (call) => {
    const { orderId, cursor, limit } = call.query;
    const after = readTimeCursor(cursor);
    if (after === 'bad') return refuseFields([{ path: 'cursor', message: 'is not a cursor of this list' }]);
    const rows = await kit.db.query<TicketRow>(sql`
      select * from issued_ticket
      where owner_id = ${call.principal.id} and order_id = coalesce(${orderId ?? null}::uuid, order_id)
        and issued_at <= coalesce(${after.at}::timestamptz, 'infinity')
        and (${after.id}::uuid is null or issued_at < ${after.at}::timestamptz or id > ${after.id}::uuid)
      order by issued_at desc, id limit ${limit + 1}`);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map((ticket) => answerTicket(ticket, keys)),
      nextCursor: rows.length > limit && last ? encodeCursor([last.issued_at, last.id]) : null,
    };
  };
}
