/** A hall on sale, made through the API by the demo's organizer; wherever the API is called. */
import { DEMO_PASSWORD, demoUsers } from '@usher/accounts/seed-accounts';
import { systemClock } from '@usher/kit/clock';
import { eventually, type TestHost } from '@usher/kit/testing';
import type { EventDetail, SeatMap, Session, Venue } from './shapes.ts';

/** A host in this process, or an installation over HTTP. */
export type Callable = Pick<TestHost, 'call'>;

export interface HallWishes {
  readonly rows?: number;
  readonly seatsPerRow?: number;
  readonly capacity?: number;
}
export interface OnSale {
  readonly eventId: string;
  /** In seat-map order. */
  readonly seatIds: readonly string[];
  readonly areaId: string;
  /** A token of who organizes the event, and of who admits people to it. */
  readonly organizer: string;
  readonly operator: string;
}

/** Puts a hall on sale and waits until every service knows it. The demo's people must be there. */
export async function putOnSale(host: Callable, wishes: HallWishes): Promise<OnSale> {
  const login = async (who: 'organizer' | 'operator'): Promise<string> => {
    const body = { email: demoUsers[who].email, password: DEMO_PASSWORD };
    return (await host.call('POST /auth/login', { body })).json<Session>().accessToken;
  };
  const [organizer, operator] = [await login('organizer'), await login('operator')];
  const ask = async <T>(route: string, body?: unknown): Promise<T> => {
    const answer = await host.call(route, { as: organizer, ...(body === undefined ? {} : { body }) });
    if (answer.status >= 300) throw new Error(`${route} gave ${answer.status}: ${answer.text}`);
    return answer.json<T>();
  };
  const place = { name: 'The Race Hall', address: 'Quay 4', city: 'Malmo', country: 'Sweden' };
  const venue = await ask<Venue>('POST /venues', { ...place, timeZone: 'Europe/Stockholm' });
  await ask(`PUT /venues/${venue.id}/seat-map`, hallOf(wishes));
  const draft = await ask<EventDetail>('POST /events', {
    name: 'A Night of Races',
    category: 'theatre',
    venueId: venue.id,
    startsAtLocal: `${new Date(systemClock.now()).getUTCFullYear() + 1}-06-01T20:00`,
    priceTiers: [{ key: 'all', name: 'All', price: { amount: 4_500, currency: 'EUR' } }],
  });
  await ask(`POST /events/${draft.id}/publish`);
  for (const about of ['availability', 'report', 'check-ins/stats'])
    await eventually(() => ask(`GET /events/${draft.id}/${about}`));
  const map = await ask<SeatMap>(`GET /events/${draft.id}/seat-map`);
  return {
    organizer,
    operator,
    eventId: draft.id,
    seatIds: map.sections.flatMap((section) => section.rows.flatMap((row) => row.seats.map((seat) => seat.id))),
    areaId: map.areas[0]?.id ?? '',
  };
}

function hallOf({ rows = 10, seatsPerRow = 10, capacity = 20 }: HallWishes) {
  const row = (r: number) => ({
    name: `R${r + 1}`,
    seats: Array.from({ length: seatsPerRow }, (_, s) => ({
      number: String(s + 1),
      x: 100 + s * 60,
      y: 100 + r * 90,
      tierKey: 'all',
    })),
  });
  return {
    sections: [{ name: 'Stalls', rows: Array.from({ length: rows }, (_, r) => row(r)) }],
    areas: [{ name: 'Floor', capacity, x: 400, y: 20_000, tierKey: 'all' }],
  };
}
