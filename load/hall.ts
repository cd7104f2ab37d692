/** A large hall on sale, made through the API by the demo's organizer. */
import type { EventDetail, SeatMap, Session, Venue } from '../tests/shapes.ts';
import type { Api } from './api.ts';

export interface Hall {
  readonly eventId: string;
  readonly seats: number;
  /** A seat nobody got before. */
  nextSeat(): string;
}

/** Puts a hall of so many seats on sale and waits until seats can be held. */
export async function openHall(api: Api, seats: number): Promise<Hall> {
  const login = { email: 'organizer@usher.test', password: 'usher-demo-2026' };
  const { accessToken: token } = await api.must<Session>(200, 'POST /auth/login', { body: login });
  const address = { address: 'Quay 1', city: 'Malmo', country: 'Sweden', timeZone: 'Europe/Berlin' };
  const venue = await api.must<Venue>(201, 'POST /venues', { token, body: { name: 'The measured hall', ...address } });
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
    },
  });
  await api.must(200, `POST /events/${draft.id}/publish`, { token });
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if ((await api.send(`GET /events/${draft.id}/availability`)).status === 200) break;
    await new Promise((done) => {
      setTimeout(done, 50);
    });
  }
  const map = await api.must<SeatMap>(200, `GET /events/${draft.id}/seat-map`);
  const ids = map.sections.flatMap((section) => section.rows.flatMap((row) => row.seats.map((seat) => seat.id)));
  const total = ids.length;
  return {
    eventId: draft.id,
    seats: total,
    nextSeat() {
      const seat = ids.pop();
      if (seat === undefined) throw new Error(`the hall of ${total} seats is too small for this measurement`);
      return seat;
    },
  };
}
