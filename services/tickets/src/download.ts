/** Signed links to tickets: making them for who may see the tickets, and giving the file to whoever has one. */
import { randomBytes } from 'node:crypto';
import type { tickets } from '@usher/contracts/tickets';
import { type Database, sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import type { Press } from './pdf-press.ts';
import { type LinkTarget, readLink, signLink } from './signed-link.ts';
import { maySee, readOrderTickets, readTicket } from './ticket.ts';
import { pdfReply } from './ticket-files.ts';
import { isGood } from './ticket-state.ts';
import type { TicketsKit } from './tickets-kit.ts';

/** Makes and reads links by the database's clock. */
export interface Links {
  /** A link's text and its end. */
  make(target: Pick<LinkTarget, 'kind' | 'id'>, forSeconds: number): Promise<{ link: string; expiresAt: string }>;
  /** What the link gives now; undefined when it is not ours or has ended. */
  open(link: string): Promise<LinkTarget | undefined>;
}

/** Opens the installation's link secret; makes it once. */
export async function openLinks(db: Database): Promise<Links> {
  await db.query(sql`insert into link_secret (secret) values (${randomBytes(32)}) on conflict do nothing`);
  const [row] = await db.query<{ secret: Buffer }>(sql`select secret from link_secret`);
  if (!row) throw new Error('tickets: there is no link secret');
  const { secret } = row;
  const nowSeconds = async (): Promise<number> => {
    const [time] = await db.query<{ now: number }>(sql`select extract(epoch from usher_now())::bigint as now`);
    if (!time) throw new Error('the database did not tell the time');
    return time.now;
  };
  return {
    async make(target, forSeconds) {
      const expiresAtSeconds = (await nowSeconds()) + forSeconds;
      const expiresAt = new Date(expiresAtSeconds * 1_000).toISOString();
      return { link: signLink(secret, { ...target, expiresAtSeconds }), expiresAt };
    },
    async open(link) {
      const target = readLink(secret, link);
      return target && (await nowSeconds()) < target.expiresAtSeconds ? target : undefined;
    },
  };
}

/** GET /tickets/{id}/download: a link that opens the PDF for a few minutes. */
export function getTicketDownload(kit: TicketsKit, links: Links): Handler<typeof tickets.operations.getTicketDownload> {
  return async (call) => {
    const ticket = await readTicket(kit.db, call.params.id);
    if (!ticket || !maySee(call.principal, ticket) || !isGood(ticket.state)) return refuse('not_found');
    const { link, expiresAt } = await links.make({ kind: 'ticket', id: ticket.id }, kit.config.DOWNLOAD_LINK_SECONDS);
    return { url: `/api/downloads/${link}`, expiresAt };
  };
}

/** The link that is mailed to the buyer of an order; its path lies below `/api`. */
export function linkToOrder(kit: TicketsKit, links: Links): Handler<typeof tickets.internal.linkToOrder> {
  return async (call) => {
    const { id } = call.params;
    if ((await readOrderTickets(kit.db, id)).length === 0) return refuse('not_found');
    const { link, expiresAt } = await links.make({ kind: 'order', id }, kit.config.ORDER_LINK_HOURS * 3_600);
    return { url: `/downloads/${link}`, expiresAt };
  };
}

/** GET /downloads/{link}: a link that was changed and one that has ended are told apart by nobody. */
export function downloadSigned(
  kit: TicketsKit,
  links: Links,
  press: Press,
): Handler<typeof tickets.operations.downloadSigned> {
  return async (call) => {
    const target = await links.open(call.params.link);
    if (!target) return refuse('link_expired');
    const one = target.kind === 'ticket' ? await readTicket(kit.db, target.id) : undefined;
    const rows = target.kind === 'ticket' ? (one ? [one] : []) : await readOrderTickets(kit.db, target.id);
    return (await pdfReply(press, rows, 'attachment')) ?? refuse('not_found');
  };
}
