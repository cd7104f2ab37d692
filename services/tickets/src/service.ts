/** The tickets service: its table of contents. */
import { tickets } from '@usher/contracts/tickets';
import { migrationsOf } from '@usher/kit/migrate';
import { service } from '@usher/kit/service';
import { checkIn } from './check-in.ts';
import { getCheckInStats } from './check-in-stats.ts';
import { config } from './config.ts';
import { openCredentialKeys } from './credential-keys.ts';
import { downloadSigned, getTicketDownload, linkToOrder, openLinks } from './download.ts';
import { eventTold } from './follow-events.ts';
import { issueTickets } from './issue-tickets.ts';
import { getTicket, listTickets } from './list-tickets.ts';
import { openPress } from './pdf-press.ts';
import { openThreads } from './pdf-threads.ts';
import { getOrderCalendar, getOrderTicketsPdf, getTicketPdf, getTicketQr, renderOrderFiles } from './ticket-files.ts';
import { assertReachable } from './ticket-state.ts';
import { needs } from './tickets-kit.ts';

export const ticketsService = service({
  contract: tickets,
  needs,
  follows: {
    catalog: ['event.published', 'event.updated', 'event.cancelled'],
    orders: ['order.paid'],
  },
  config,
  migrations: migrationsOf('@usher/tickets'),
  open: async (kit) => {
    assertReachable();
    const keys = await openCredentialKeys(kit);
    const links = await openLinks(kit.db);
    const threads = openThreads({ count: kit.config.PDFS_AT_ONCE, log: kit.log });
    const press = openPress(kit, keys, threads);
    return {
      operations: {
        listTickets: listTickets(kit, keys),
        getTicket: getTicket(kit, keys),
        getTicketPdf: getTicketPdf(kit, press),
        getTicketQr: getTicketQr(kit, keys),
        getOrderTicketsPdf: getOrderTicketsPdf(kit, press),
        getOrderCalendar: getOrderCalendar(kit),
        getTicketDownload: getTicketDownload(kit, links),
        downloadSigned: downloadSigned(kit, links, press),
        checkIn: checkIn(kit, keys),
        getCheckInStats: getCheckInStats(kit),
      },
      internal: { renderOrderFiles: renderOrderFiles(kit, press), linkToOrder: linkToOrder(kit, links) },
      follows: {
        catalog: { 'event.published': eventTold, 'event.updated': eventTold, 'event.cancelled': eventTold },
        orders: { 'order.paid': issueTickets(kit, keys) },
      },
      close: () => threads.close(),
    };
  },
});
