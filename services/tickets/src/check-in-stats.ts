/** GET /events/{id}/check-ins/stats: who came in, and how often somebody was turned away, gate by gate. */
import type { tickets } from '@usher/contracts/tickets';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { worksFor } from '@usher/kit/principal';
import { refuse } from '@usher/kit/refusal';
import type { TicketsKit } from './tickets-kit.ts';

interface Gate {
  gate: string | null;
  admitted: number;
  refused: number;
}

export function getCheckInStats(kit: TicketsKit): Handler<typeof tickets.operations.getCheckInStats> {
  return async (call) => {
    const eventId = call.params.id;
    const [event] = await kit.db.query<{ organization_id: string; issued: number }>(sql`
      select organization_id, (
        select count(*)::int from ticket where ticket.event_id = event_info.event_id and state in ('valid', 'used')
      ) as issued
      from event_info where event_id = ${eventId}`);
    if (!event || !worksFor(call.principal, event.organization_id, ['operator', 'organizer']))
      return refuse('not_found');
    const gates = await kit.db.query<Gate>(sql`
      select gate, count(*) filter (where result = 'admitted')::int as admitted,
        count(*) filter (where result <> 'admitted')::int as refused
      from check_in where event_id = ${eventId} group by gate order by gate nulls last`);
    return { eventId, issued: event.issued, admitted: gates.reduce((sum, gate) => sum + gate.admitted, 0), gates };
  };
}
