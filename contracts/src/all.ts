/** The table of all contracts, by service. */
import { accounts } from './accounts.ts';
import { catalog } from './catalog.ts';
import { gateway } from './gateway.ts';
import { notifications } from './notifications.ts';
import { orders } from './orders.ts';
import { payments } from './payments.ts';
import { seats } from './seats.ts';
import { tickets } from './tickets.ts';
import { waitingRoom } from './waiting-room.ts';

export const contracts = {
  gateway,
  accounts,
  catalog,
  seats,
  orders,
  payments,
  tickets,
  notifications,
  'waiting-room': waitingRoom,
};
