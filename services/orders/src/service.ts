/** The orders service: its table of contents. */
import { orders } from '@usher/contracts/orders';
import { migrationsOf } from '@usher/kit/migrate';
import { service } from '@usher/kit/service';
import { beginPayment } from './begin-payment.ts';
import { cancelOrder } from './cancel-order.ts';
import { checkoutSaga } from './checkout-saga.ts';
import { config } from './config.ts';
import { createOrder } from './create-order.ts';
import { getEventReport } from './event-report.ts';
import { eventTold, placesTold, ticketAdmitted } from './follow-events.ts';
import { getOrder, listOrders, listOrganizationOrders } from './list-orders.ts';
import { lookupOrder } from './lookup-order.ts';
import { assertReachable } from './order-state.ts';
import { needs } from './orders-kit.ts';
import { transferHold } from './transfer-hold.ts';

export const ordersService = service({
  contract: orders,
  needs,
  follows: {
    catalog: ['event.published', 'event.updated', 'event.cancelled'],
    seats: ['hold.extended', 'hold.expired', 'seats.released', 'inventory.opened', 'places.changed'],
    payments: ['payment.authorized', 'payment.failed', 'payment.captured', 'payment.capture_failed'],
    tickets: ['tickets.issued', 'ticket.admitted'],
  },
  config,
  migrations: migrationsOf('@usher/orders'),
  open: async (kit) => {
    assertReachable();
    const saga = checkoutSaga(kit);
    return {
      operations: {
        createOrder: createOrder(kit),
        transferHold: transferHold(kit),
        listOrders: listOrders(kit),
        getOrder: getOrder(kit),
        cancelOrder: cancelOrder(kit),
        lookupOrder: lookupOrder(kit),
        listOrganizationOrders: listOrganizationOrders(kit),
        getEventReport: getEventReport(kit),
      },
      internal: { beginPayment: beginPayment(kit) },
      follows: {
        catalog: { 'event.published': eventTold, 'event.updated': eventTold, 'event.cancelled': eventTold },
        seats: { ...saga.follows['seats'], 'inventory.opened': placesTold, 'places.changed': placesTold },
        payments: saga.follows['payments'] ?? {},
        tickets: { ...saga.follows['tickets'], 'ticket.admitted': ticketAdmitted },
      },
      work: saga.work,
    };
  },
});
