/** All services there are. */
import { accountsService } from '@usher/accounts/service';
import { catalogService } from '@usher/catalog/service';
import type { ServiceDefinition } from '@usher/kit/service';
import { notificationsService } from '@usher/notifications/service';
import { ordersService } from '@usher/orders/service';
import { paymentsService } from '@usher/payments/service';
import { seatsService } from '@usher/seats/service';
import { ticketsService } from '@usher/tickets/service';
import { waitingRoomService } from '@usher/waiting-room/service';

export const services: readonly ServiceDefinition[] = [
  accountsService,
  catalogService,
  seatsService,
  ordersService,
  paymentsService,
  ticketsService,
  notificationsService,
  waitingRoomService,
];
