/** The notifications service: its table of contents. */
import { notifications } from '@usher/contracts/notifications';
import { migrationsOf } from '@usher/kit/migrate';
import { service } from '@usher/kit/service';
import { config } from './config.ts';
import { factHandlers } from './follow-facts.ts';
import { listFailedNotifications, listNotifications, retryNotification } from './list-notifications.ts';
import { needs } from './notifications-kit.ts';
import { openRelay, sendMessage } from './send-message.ts';
import { warnBuyer } from './warn-buyer.ts';

export const notificationsService = service({
  contract: notifications,
  needs,
  follows: {
    accounts: ['user.registered', 'registration.repeated', 'password_reset.requested'],
    catalog: ['event.published', 'event.updated', 'event.cancelled'],
    seats: ['hold.extended'],
    orders: [
      'order.created',
      'order.transferred',
      'order.confirmed',
      'order.expired',
      'order.cancelled',
      'order.payment_failed',
      'order.lookup_requested',
    ],
    tickets: ['tickets.issued'],
  },
  config,
  migrations: migrationsOf('@usher/notifications'),
  open: async (kit) => {
    const relay = await openRelay(kit);
    return {
      operations: {
        listNotifications: listNotifications(kit),
        listFailedNotifications: listFailedNotifications(kit),
        retryNotification: retryNotification(kit),
      },
      internal: {},
      follows: factHandlers(kit),
      work: { send: sendMessage(kit, relay), warn: warnBuyer(kit) },
      close: async () => {
        relay.close();
      },
    };
  },
});
