/** Where a ticket lets somebody sit or stand, and whose it is, in words. */
import type { Data } from '../api/ask.ts';

type Ticket = Data<'getTicket'>;
type Placed = Pick<Ticket, 'seat' | 'area'>;

/** The place itself: `Row F, seat 12`, or the name of an area. */
export function seatWords({ seat, area }: Placed): string {
  return seat === null ? (area ?? 'Admission') : `Row ${seat.row}, seat ${seat.number}`;
}

/** The part of the house a seat is in; an area is its own. */
export function sectionWords({ seat }: Placed): string | undefined {
  return seat?.section;
}

/** Both in one line: `Stalls A, row F, seat 12`. */
export function placeWords({ seat, area }: Placed): string {
  return seat === null ? (area ?? 'Admission') : `${seat.section}, row ${seat.row}, seat ${seat.number}`;
}

export function holderWords({ holder }: Pick<Ticket, 'holder'>): string {
  return `${holder.firstName} ${holder.lastName}`.trim();
}
