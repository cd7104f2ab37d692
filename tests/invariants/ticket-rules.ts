/** Tickets and admissions. */
import { seatIdAt } from '@usher/contracts/seat-ids';
import type { Databases } from './databases.ts';
import { inSql, read, type Rule } from './rule.ts';

interface SoldPlace {
  readonly order_id: string;
  readonly place: number;
  readonly area_no: number | null;
  readonly seat_id_base: string;
}
interface Right {
  readonly id: string;
  readonly order_id: string;
  readonly seat_id: string | null;
}

export const ticketRules: readonly Rule[] = [
  {
    id: 'I03',
    says: 'A seat has at most one good ticket',
    when: 'always',
    check: inSql(
      'tickets',
      `select event_id, seat_id, count(*) from ticket where state in ('valid', 'used') and seat_id is not null
       group by event_id, seat_id having count(*) > 1`,
    ),
  },
  {
    id: 'I04',
    says: 'Every good ticket is backed by a place sold to its order: the very seat, or one of the area for each',
    when: 'quiet',
    check: async ({ databases }) => unbacked(databases),
  },
  {
    id: 'I16',
    says: 'A ticket admits once',
    when: 'always',
    check: inSql('tickets', `select ticket_id, count(*) from admission group by ticket_id having count(*) > 1`),
  },
  {
    id: 'I17',
    says: 'Nobody is admitted on a ticket that is not good or not of that event',
    when: 'always',
    check: inSql(
      'tickets',
      `select admission.ticket_id, admission.event_id, ticket.state from admission left join ticket on ticket.id = admission.ticket_id
       where ticket.id is null or ticket.state not in ('valid', 'used') or ticket.event_id <> admission.event_id`,
    ),
  },
  {
    id: 'I18',
    says: 'A scan, which is a device and its nonce, is recorded once',
    when: 'always',
    check: inSql(
      'tickets',
      `select organization_id, device_id, nonce, count(*) from check_in group by 1, 2, 3 having count(*) > 1`,
    ),
  },
];

async function unbacked(databases: Databases): Promise<Right[]> {
  const sold = await read<SoldPlace>(
    databases,
    'seats',
    `select hold.order_id, claim.place, claim.area_no, inventory.seat_map->>'seatIdBase' as seat_id_base
     from claim join hold on hold.id = claim.hold_id join inventory on inventory.event_id = claim.event_id where claim.state = 2`,
  );
  const nameOf = (orderId: string, seatId: string | null) => `${orderId} ${seatId ?? 'standing'}`;
  const left = new Map<string, number>();
  for (const { order_id, place, area_no, seat_id_base } of sold) {
    const name = nameOf(order_id, area_no === null ? seatIdAt(seat_id_base, place) : null);
    left.set(name, (left.get(name) ?? 0) + 1);
  }
  const good = `select id, order_id, seat_id from ticket where state in ('valid', 'used')`;
  return (await read<Right>(databases, 'tickets', good)).filter((ticket) => {
    const name = nameOf(ticket.order_id, ticket.seat_id);
    // Several tickets of one seat are another rule's; each place of an area backs one.
    if (ticket.seat_id !== null) return !left.has(name);
    left.set(name, (left.get(name) ?? 0) - 1);
    return (left.get(name) ?? 0) < 0;
  });
}
