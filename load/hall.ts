/** A large hall on sale, made through the API by the demo's organizer. */
import { setTimeout as pause } from 'node:timers/promises';
import type { EventDetail, SeatMap, Session, Venue } from '../tests/shapes.ts';
import type { Api } from './api.ts';

export interface Hall {
  readonly eventId: string;
  readonly slug: string;
  readonly seats: number;
  /** In seat-map order. */
  readonly seatIds: readonly string[];
  /** A seat nobody got before. */
  nextSeat(): string;
}

const KNOWN_MS_MAX = 60_000;
const LOOK_MS = 50;

/**
 * Puts a hall of so many seats on sale and waits until every service knows it; `changes` are further fields of the
 * event. The organizer may be so new that the catalog has not heard of the organization yet.
 */
export async function openHall(api: Api, seats: number, changes: Record<string, unknown> = {}): Promise<Hall> {
  const login = { email: 'organizer@usher.test', password: 'usher-demo-2026' };
  const { accessToken: token } = await api.must<Session>(200, 'POST /auth/login', { body: login });
  const address = { address: 'Quay 1', city: 'Malmo', country: 'Sweden', timeZone: 'Europe/Berlin' };
  const venue = await eventually<Venue>(api, 'POST /venues', token, { name: 'The measured hall', ...address });
  const generator = { shape: 'stadium', seats, tiers: ['standard'] };
  await api.must(200, `PUT /venues/${venue.id}/seat-map`, { token, body: { generator } });
  const draft = await api.must<EventDetail>(201, 'POST /events', {
    token,
    body: {
      name: 'A measured evening',
      category: 'concert',
      venueId: venue.id,
      startsAtLocal: `${new Date().getUTCFullYear() + 1}-06-01T20:00`,
      priceTiers: [{ key: 'standard', name: 'Standard', price: { amount: 4500, currency: 'EUR' } }],
      ...changes,
    },
  });
  await api.must(200, `POST /events/${draft.id}/publish`, { token });
  for (const about of ['availability', 'report', 'check-ins/stats'])
    await eventually(api, `GET /events/${draft.id}/${about}`, token);
  const map = await api.must<SeatMap>(200, `GET /events/${draft.id}/seat-map`);
  const ids = map.sections.flatMap((section) => section.rows.flatMap((row) => row.seats.map((seat) => seat.id)));
  const untaken = [...ids];
  return {
    eventId: draft.id,
    slug: draft.slug,
    seats: ids.length,
    seatIds: ids,
    nextSeat() {
      const seat = untaken.pop();
      if (seat === undefined) throw new Error(`the hall of ${ids.length} seats is too small for this measurement`);
      return seat;
    },
  };
}

/** Asks until the answer is a yes. */
async function eventually<Body>(api: Api, route: string, token: string, body?: unknown): Promise<Body> {
  const deadline = performance.now() + KNOWN_MS_MAX;
  for (;;) {
    const answer = await api.send<Body>(route, { token, ...(body === undefined ? {} : { body }) });
    if (answer.status < 300) return answer.body;
    if (performance.now() > deadline) throw new Error(`${route} still answers ${answer.status}`);
    await pause(LOOK_MS);
  }
}
