/** A stage of one's own: a venue with a small seat map and an event on sale, all made through the API. */
import { randomUUID } from 'node:crypto';
import { type Caller, eventually, organizer } from './callers.ts';
import type { Availability, EventDetail, Hold, SeatMap, Venue } from './shapes.ts';

export interface Stage {
  readonly organizationId: string;
  readonly venue: Venue;
  readonly event: EventDetail;
  readonly seatMap: SeatMap;
  readonly areaId: string;
  /** Seats no earlier call got, in seat-map order. */
  takeSeats(count: number): string[];
}

export interface StageWishes {
  readonly rows?: number;
  readonly floorCapacity?: number;
  readonly maxTicketsPerOrder?: number;
  readonly orphanRule?: 'off' | 'on';
  readonly salesOpenAt?: string;
  readonly salesCloseAt?: string;
  readonly holderNameRequired?: boolean;
  readonly waitingRoom?: 'off' | 'auto' | 'on';
  readonly waitingRoomChallenge?: boolean;
}

const SEATS_PER_ROW = 10;
export const STALLS_PRICE = { amount: 4500, currency: 'EUR' };
export const FLOOR_PRICE = { amount: 2500, currency: 'EUR' };
export const priceTiers = [
  { key: 'stalls', name: 'Stalls', price: STALLS_PRICE },
  { key: 'floor', name: 'Floor', price: FLOOR_PRICE },
];

/** Rows of ten seats at 45.00, and a floor without numbers at 25.00. */
export function smallMap({ rows = 6, floorCapacity = 30 }: StageWishes = {}) {
  return {
    sections: [
      {
        name: 'Stalls',
        rows: Array.from({ length: rows }, (_, r) => ({
          name: String.fromCharCode(65 + r),
          seats: Array.from({ length: SEATS_PER_ROW }, (_seat, s) => ({
            number: String(s + 1),
            x: 100 + s * 60,
            y: 100 + r * 90,
            tierKey: 'stalls',
            accessible: s === 0,
          })),
        })),
      },
    ],
    areas: [{ name: 'Floor', capacity: floorCapacity, x: 400, y: 2_000, tierKey: 'floor' }],
  };
}

/** A venue of the demo organizer's organization, or of whoever asks. */
export async function newVenue(by: Caller, changes: Record<string, unknown> = {}): Promise<Venue> {
  const body = {
    name: `Studio ${randomUUID().slice(0, 8)}`,
    address: 'Quay 4',
    city: 'Malmo',
    country: 'Sweden',
    timeZone: 'Europe/Berlin',
  };
  return (await by.post('/venues', { ...body, ...changes })).is<Venue>(201);
}

/** What a draft needs, in the venue's next year. */
export function draftAt(venue: Venue, changes: Record<string, unknown> = {}) {
  const year = new Date().getUTCFullYear() + 1;
  return {
    name: `Evening ${randomUUID().slice(0, 8)}`,
    category: 'theatre',
    venueId: venue.id,
    startsAtLocal: `${year}-06-01T20:00`,
    priceTiers,
    ...changes,
  };
}

/** Makes it all and waits until every service knows the event. */
export async function openStage(wishes: StageWishes = {}, by?: Caller): Promise<Stage> {
  const owner = by ?? (await organizer());
  const venue = await newVenue(owner);
  (await owner.put(`/venues/${venue.id}/seat-map`, { body: smallMap(wishes) })).is(200);
  const { rows: _rows, floorCapacity: _floor, ...eventWishes } = wishes;
  const draft = (await owner.post('/events', draftAt(venue, eventWishes))).is<EventDetail>(201);
  const event = (await owner.post(`/events/${draft.id}/publish`)).is<EventDetail>(200);
  await everybodyKnows(owner, event.id);
  const seatMap = (await owner.get(`/events/${event.id}/seat-map`)).is<SeatMap>(200);
  const untaken = seatMap.sections.flatMap((section) =>
    section.rows.flatMap((row) => row.seats.map((seat) => seat.id)),
  );
  return {
    organizationId: event.organization.id,
    venue,
    event,
    seatMap,
    areaId: seatMap.areas[0]!.id,
    takeSeats(count) {
      if (untaken.length < count) throw new Error('the stage is too small for this story');
      return untaken.splice(0, count);
    },
  };
}

/** What each seat of an event is now, in seat-map order: 0 free, 1 held, 2 sold, 3 blocked. */
export function seatStates({ seats }: Availability, count: number): number[] {
  const bytes = Buffer.from(seats, 'base64');
  return Array.from({ length: count }, (_, i) => (bytes[i >> 2]! >> (2 * (i & 3))) & 3);
}

/** Holds seats of a stage. */
export async function hold(buyer: Caller, stage: Pick<Stage, 'event'>, seatIds: readonly string[]): Promise<Hold> {
  return (await buyer.post('/holds', { eventId: stage.event.id, seatIds })).is<Hold>(201);
}

/** Services learn of an event by a fact; seats, orders and tickets each answer about it once they did. */
async function everybodyKnows(owner: Caller, eventId: string): Promise<void> {
  for (const path of ['availability', 'report', 'check-ins/stats']) {
    await eventually(
      `${path} of a new event`,
      async () => (await owner.get(`/events/${eventId}/${path}`)).status === 200 || undefined,
    );
  }
}
