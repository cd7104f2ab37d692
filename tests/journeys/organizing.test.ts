import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { caller, eventually, guest, organizer, type Person } from '../callers.ts';
import { buySeats, order } from '../purchase.ts';
import type {
  EventDetail,
  EventReport,
  EventSummary,
  ListOf,
  Order,
  SeatMap,
  SeatMapPreview,
  Venue,
  VenueSeatMap,
} from '../shapes.ts';
import { draftAt, FLOOR_PRICE, hold, newVenue, openStage, priceTiers, smallMap, STALLS_PRICE } from '../stage.ts';

let olu: Person;
beforeAll(async () => {
  olu = await organizer();
});

const draft = async (venue: Venue, changes: Record<string, unknown> = {}) =>
  (await olu.post('/events', draftAt(venue, changes))).is<EventDetail>(201);

test('An organizer adds a venue and changes what is known of it', async () => {
  const venue = await newVenue(olu);
  expect(venue).toMatchObject({ city: 'Malmo', timeZone: 'Europe/Berlin', seatMap: null });
  const { name, address, city, country } = venue;
  const changed = (
    await olu.put(`/venues/${venue.id}`, {
      body: { name: `${name} Annex`, address, city, country, timeZone: 'Europe/Stockholm' },
    })
  ).is<Venue>(200);
  expect(changed).toEqual({ ...venue, name: `${name} Annex`, timeZone: 'Europe/Stockholm' });
  expect((await caller().get(`/venues/${venue.id}`)).is<Venue>(200)).toEqual(changed);
  const wrong = (await olu.post('/venues', { name, address, city, country, timeZone: 'Europe/Atlantis' })).refuses(
    400,
    'invalid_request',
  );
  expect(wrong.errors?.map((error) => error.path)).toEqual(['timeZone']);
});

test('A drawn seat map is kept, and each of its faults is told by its path', async () => {
  const venue = await newVenue(olu);
  const put = (body: unknown) => olu.put(`/venues/${venue.id}/seat-map`, { body });
  const faulty = smallMap();
  const { rows } = faulty.sections[0]!;
  rows[1]!.name = 'a ';
  rows[2]!.seats[4]!.number = '4';
  rows[3]!.seats[1] = { ...rows[3]!.seats[0]!, number: '2' };
  faulty.areas[0]!.name = 'STALLS';
  const faults = (await put(faulty)).refuses(400, 'invalid_request').errors?.map((fault) => fault.path);
  expect(faults).toEqual([
    'sections.0.rows.1.name',
    'sections.0.rows.2.seats.4.number',
    'sections.0.rows.3.seats.1',
    'areas.0.name',
  ]);
  const shape = (
    await put({ sections: [{ name: 'Stalls', rows: [{ name: 'A', seats: [{ number: '1', x: 'left', y: -1 }] }] }] })
  ).refuses(400, 'invalid_request');
  expect(shape.errors?.map((fault) => fault.path)).toEqual([
    'sections.0.rows.0.seats.0.x',
    'sections.0.rows.0.seats.0.y',
  ]);
  (await put({})).refuses(400, 'invalid_request');

  expect((await put(smallMap({ rows: 6 }))).is<object>(200)).toEqual({ version: 1, seatCount: 60 });
  expect((await put(smallMap({ rows: 7 }))).is<object>(200)).toEqual({ version: 2, seatCount: 70 });
  expect((await caller().get(`/venues/${venue.id}`)).is<Venue>(200).seatMap).toEqual({
    version: 2,
    seatCount: 70,
    areaCapacity: 30,
    tierKeys: ['stalls', 'floor'],
  });
  const map = (await olu.get(`/venues/${venue.id}/seat-map`)).is<VenueSeatMap>(200);
  expect(map).toMatchObject({ version: 2, seatCount: 70, areaCapacity: 30, areas: [{ tierKey: 'floor' }] });
  expect(map.sections.flatMap(({ rows }) => rows)).toHaveLength(7);
});

test('A seat map is looked at before any venue gets it', async () => {
  const drawn = (await olu.post('/seat-maps/preview', smallMap({ rows: 2 }))).is<SeatMapPreview>(200);
  expect(drawn).toMatchObject({ version: 0, seatCount: 20, areaCapacity: 30, tierKeys: ['stalls'] });
  const generator = { shape: 'arena', seats: 1_200 };
  expect((await olu.post('/seat-maps/preview', { generator })).is<SeatMapPreview>(200).seatCount).toBe(1_200);
  (await olu.post('/seat-maps/preview', { sections: [] })).refuses(400, 'invalid_request');
  (await (await guest()).post('/seat-maps/preview', smallMap())).refuses(403, 'forbidden');
});

test('A generated seat map has the seats that were asked for', async () => {
  const venue = await newVenue(olu);
  for (const shape of ['theatre', 'arena', 'stadium']) {
    const { seatCount } = (
      await olu.put(`/venues/${venue.id}/seat-map`, { body: { generator: { shape, seats: 1_200, tiers: ['stalls'] } } })
    ).is<{ seatCount: number }>(200);
    expect(seatCount).toBe(1_200);
  }
  (await olu.put(`/venues/${venue.id}/seat-map`, { body: { generator: { shape: 'pyramid' } } })).refuses(
    400,
    'invalid_request',
  );
});

test('A published event keeps its seat map when its venue gets another', async () => {
  const stage = await openStage({ rows: 6 });
  (await olu.put(`/venues/${stage.venue.id}/seat-map`, { body: smallMap({ rows: 2 }) })).is(200);
  expect((await caller().get(`/events/${stage.event.id}/seat-map`)).is<SeatMap>(200)).toEqual(stage.seatMap);
});

test('A draft is seen by its organizers only until it is published', async () => {
  const venue = await newVenue(olu);
  const event = await draft(venue);
  expect(event).toMatchObject({
    status: 'draft',
    maxTicketsPerOrder: 8,
    waitingRoom: 'off',
    priceFrom: FLOOR_PRICE,
    imageUrl: null,
    venue: { id: venue.id, city: 'Malmo' },
  });
  expect(event.slug).toMatch(/^evening-[0-9a-f]{8}$/);
  for (const stranger of [caller(), await guest()])
    (await stranger.get(`/events/${event.id}`)).refuses(404, 'not_found');
  expect((await olu.get(`/events/${event.slug}`)).is<EventDetail>(200)).toEqual(event);
  (await caller().get(`/events/${event.id}/availability`)).refuses(404, 'not_found');

  const noMap = (await olu.post(`/events/${event.id}/publish`)).refuses(409, 'event_not_ready');
  expect(noMap['missing']).toEqual(['seatMap']);
  (await olu.put(`/venues/${venue.id}/seat-map`, { body: smallMap() })).is(200);
  (await olu.patch(`/events/${event.id}`, { body: { priceTiers: priceTiers.slice(0, 1) } })).is(200);
  expect((await olu.post(`/events/${event.id}/publish`)).refuses(409, 'event_not_ready')['missing']).toEqual(['floor']);
  (await olu.patch(`/events/${event.id}`, { body: { priceTiers } })).is(200);
  expect((await olu.post(`/events/${event.id}/publish`)).is<EventDetail>(200)).toMatchObject({
    status: 'on_sale',
    seating: 'mixed',
  });
  (await olu.post(`/events/${event.id}/publish`)).refuses(409, 'event_not_draft');
  expect((await caller().get(`/events/${event.slug}`)).is<EventDetail>(200).status).toBe('on_sale');
});

test('A start that clocks skip or show twice is refused with both choices', async () => {
  const venue = await newVenue(olu);
  const at = (startsAtLocal: string, more: Record<string, unknown> = {}) =>
    olu.post('/events', draftAt(venue, { startsAtLocal, ...more }));
  const gap = (await at('2027-03-28T02:30')).refuses(400, 'local_time_invalid');
  expect(gap).toMatchObject({
    fault: 'gap',
    choices: [
      { local: '2027-03-28T01:30', offset: '+01:00' },
      { local: '2027-03-28T03:30', offset: '+02:00' },
    ],
  });
  const twice = (await at('2027-10-31T02:30')).refuses(400, 'local_time_invalid');
  expect(twice).toMatchObject({
    fault: 'overlap',
    choices: [
      { offset: '+02:00', instant: '2027-10-31T00:30:00.000Z' },
      { offset: '+01:00', instant: '2027-10-31T01:30:00.000Z' },
    ],
  });
  expect((await at('2027-10-31T02:30', { startsAtOffset: '+01:00' })).is<EventDetail>(201)).toMatchObject({
    startsAtLocal: '2027-10-31T02:30',
    startsAt: '2027-10-31T01:30:00Z',
    timeZone: 'Europe/Berlin',
  });
  (await at('2027-02-29T20:00')).refuses(400, 'local_time_invalid');
  (await at('2027-06-01T20:00', { startsAtOffset: '+05:00' })).refuses(400, 'local_time_invalid');
});

test('Once an event is published its words may change, its place, time and prices may not', async () => {
  const stage = await openStage();
  const path = `/events/${stage.event.id}`;
  const changed = (
    await olu.patch(path, {
      body: { name: 'Evening of <b>Light</b> & Sound', description: 'One line.\nAnother.', maxTicketsPerOrder: 4 },
    })
  ).is<EventDetail>(200);
  expect(changed).toMatchObject({
    name: 'Evening of <b>Light</b> & Sound',
    description: 'One line.\nAnother.',
    slug: stage.event.slug,
    maxTicketsPerOrder: 4,
  });
  (await olu.patch(path, { body: { startsAtLocal: '2030-06-01T20:00' } })).refuses(409, 'event_not_draft');
  (
    await olu.patch(path, { body: { priceTiers: [{ ...priceTiers[0], price: { amount: 1, currency: 'EUR' } }] } })
  ).refuses(409, 'event_not_draft');
  (await olu.delete(path)).refuses(409, 'event_not_draft');
  const buyer = await guest();
  await eventually('the new limit holds', async () => {
    const answer = await buyer.post('/holds', { eventId: stage.event.id, seatIds: stage.takeSeats(5) });
    return answer.status === 422 || undefined;
  });
});

test('A draft can be deleted', async () => {
  const event = await draft(await newVenue(olu));
  (await olu.delete(`/events/${event.id}`)).is(204);
  (await olu.get(`/events/${event.id}`)).refuses(404, 'not_found');
});

test('A picture is drawn anew, whichever way it comes', async () => {
  const event = await draft(await newVenue(olu));
  const picture = await sharp({ create: { width: 2_400, height: 1_200, channels: 3, background: '#7a2e1d' } })
    .png()
    .toBuffer();
  const path = `/events/${event.id}/image`;
  const { imageUrl } = (
    await olu.put(path, { body: picture, headers: { 'content-type': 'image/png' } })
  ).is<EventDetail>(200);
  expect(imageUrl).toMatch(new RegExp(`^/api/events/${event.id}/image\\?v=`));
  const shown = await olu.get(imageUrl!.replace('/api', ''));
  shown.is(200);
  expect(shown.headers.get('content-type')).toBe('image/webp');
  expect(await sharp(shown.bytes).metadata()).toMatchObject({ format: 'webp', width: 1_600, height: 800 });

  const form = new FormData();
  form.set('image', new Blob([new Uint8Array(picture)], { type: 'image/png' }), '../../etc/"poster".png');
  (await olu.put(path, { body: form })).is(200);
  for (const [type, body] of [
    ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['image/png', 'not a picture at all, whatever the header says'],
  ] as const) {
    (await olu.put(path, { body: Buffer.from(body), headers: { 'content-type': type } })).refuses(400, 'image_invalid');
  }
  (await olu.put(path, { body: { image: 'x' } })).refuses(415, 'unsupported_media_type');
});

test('The report counts what was sold, by tier and day, and the list of orders finds each', async () => {
  const stage = await openStage();
  const email = `${randomUUID().slice(0, 13)}@example.com`;
  const { order: bought } = await buySeats(await guest(), stage, 3, email);
  const waiting = await guest();
  const pending = await order(waiting, await hold(waiting, stage, stage.takeSeats(1)));

  const report = await eventually('the report has the sale', async () => {
    const now = (await olu.get(`/events/${stage.event.id}/report`)).is<EventReport>(200);
    return now.sold === 3 ? now : undefined;
  });
  const revenue = { amount: 3 * STALLS_PRICE.amount, currency: 'EUR' };
  expect(report).toMatchObject({ eventId: stage.event.id, timeZone: 'Europe/Berlin', held: 1, revenue, admissions: 0 });
  const seats = stage.seatMap.sections.flatMap(({ rows }) => rows.flatMap((row) => row.seats)).length;
  const floor = stage.seatMap.areas[0]!.capacity;
  expect(report.capacity).toBe(seats + floor);
  (await olu.patch(`/events/${stage.event.id}/areas/${stage.areaId}`, { body: { capacity: floor + 5 } })).is(200);
  await eventually('the report has the new places', async () => {
    const now = (await olu.get(`/events/${stage.event.id}/report`)).is<EventReport>(200);
    return now.capacity === seats + floor + 5 || undefined;
  });
  expect(report.byTier).toEqual([
    { tierKey: 'stalls', name: 'Stalls', sold: 3, revenue },
    { tierKey: 'floor', name: 'Floor', sold: 0, revenue: { amount: 0, currency: 'EUR' } },
  ]);
  expect(report.byDay).toEqual([{ day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), sold: 3, revenue }]);

  const orders = async (query: string) => {
    const answer = await olu.get(`/organizations/${stage.organizationId}/orders?eventId=${stage.event.id}&${query}`);
    return answer.is<ListOf<Order>>(200).items.map((item) => item.id);
  };
  expect(await orders('')).toEqual([pending.id, bought.id]);
  expect(await orders('state=fulfilled')).toEqual([bought.id]);
  for (const q of [bought.reference, email.toUpperCase()]) expect(await orders(`q=${q}`)).toEqual([bought.id]);
  expect(await orders('q=%25')).toEqual([]);
});

test('An organization sees all its events, drafts too', async () => {
  const event = await draft(await newVenue(olu));
  const organizationId = event.organization.id;
  const find = async (query: string) =>
    (await olu.get(`/organizations/${organizationId}/events?${query}`))
      .is<ListOf<EventSummary>>(200)
      .items.map((item) => item.id);
  const name = event.name.replace('Evening ', '');
  expect(await find(`q=${name}`)).toEqual([event.id]);
  expect(await find(`q=${name}&state=draft`)).toEqual([event.id]);
  expect(await find(`q=${name}&state=on_sale`)).toEqual([]);
  expect((await caller().get(`/events?q=${name}`)).is<ListOf<EventSummary>>(200).items).toEqual([]);
});
