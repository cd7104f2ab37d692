/** What the API answers, as the contracts write it. */
import type * as accounts from '@usher/contracts/accounts-shapes';
import type * as catalog from '@usher/contracts/catalog-shapes';
import type * as gateway from '@usher/contracts/gateway';
import type * as notifications from '@usher/contracts/notifications';
import type * as orders from '@usher/contracts/orders';
import type * as payments from '@usher/contracts/payments';
import type * as maps from '@usher/contracts/seat-map';
import type * as seats from '@usher/contracts/seats';
import type * as tickets from '@usher/contracts/tickets';
import type * as waitingRoom from '@usher/contracts/waiting-room';
import type { z } from 'zod';

export type User = z.output<typeof accounts.User>;
export type Session = z.output<typeof accounts.Session>;
export type GuestSession = z.output<typeof accounts.GuestSession>;
export type Organization = z.output<typeof accounts.Organization>;
export type Member = z.output<typeof accounts.Member>;
export type Venue = z.output<typeof catalog.Venue>;
export type EventSummary = z.output<typeof catalog.EventSummary>;
export type EventDetail = z.output<typeof catalog.EventDetail>;
export type EventFacets = z.output<typeof catalog.EventFacets>;
export type SeatMap = z.output<typeof maps.SeatMapAnswer>;
export type VenueSeatMap = z.output<typeof maps.VenueSeatMap>;
export type SeatMapPreview = z.output<typeof maps.SeatMapPreview>;
export type Hold = z.output<typeof seats.Hold>;
export type Availability = z.output<typeof seats.Availability>;
export type AreaCapacity = z.output<typeof seats.AreaCapacity>;
export type Order = z.output<typeof orders.Order>;
export type EventReport = z.output<typeof orders.EventReport>;
export type Payment = z.output<typeof payments.Payment>;
export type Ticket = z.output<typeof tickets.Ticket>;
export type CheckIn = z.output<typeof tickets.CheckIn>;
export type CheckInStats = z.output<typeof tickets.CheckInStats>;
export type SignedLink = z.output<typeof tickets.SignedLink>;
export type Health = z.output<typeof gateway.Health>;
export type Queue = z.output<typeof waitingRoom.Queue>;
export type QueueEntry = z.output<typeof waitingRoom.QueueEntry>;
export type Notification = z.output<typeof notifications.Notification>;

export interface ListOf<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}
