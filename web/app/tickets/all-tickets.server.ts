/** Reading all of one's tickets: which comes first is a question of the event's date, not of when it was bought. */
import type { Ask, Data, Refusal } from '../api/ask.ts';

const PAGE = 100;
/** 2,000 tickets; who has more finds the older ones with their orders. */
const PAGES_MAX = 20;

/** Every ticket, or why there is none to show. */
export async function allTickets(ask: Ask, orderId?: string): Promise<Data<'getTicket'>[] | { refusal: Refusal }> {
  const tickets: Data<'getTicket'>[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await ask('listTickets', { query: { limit: PAGE, cursor, orderId } });
    if (!answer.ok) return { refusal: answer.refusal };
    tickets.push(...answer.data.items);
    if (answer.data.nextCursor === null) break;
    cursor = answer.data.nextCursor;
  }
  return tickets;
}
