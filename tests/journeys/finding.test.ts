import { beforeAll, expect, test } from 'vitest';
import { caller, eventually, guest, noteCall, worldUrl } from '../callers.ts';
import { buySeats } from '../purchase.ts';
import type { Availability, EventDetail, EventFacets, EventSummary, ListOf, SeatMap, Venue } from '../shapes.ts';
import { hold, openStage, seatStates, type Stage } from '../stage.ts';

const COLUMNS = 'application/vnd.usher.seat-map+json';
const anyone = caller();

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});

const events = async (query = '') =>
  (await anyone.get(`/events?limit=100&${query}`)).is<ListOf<EventSummary>>(200).items;

test('The list shows what the demo promises: thirty events to come, most of them on sale', async () => {
  const items = await events();
  expect(items.length).toBeGreaterThanOrEqual(25);
  expect(items.filter((event) => event.status === 'on_sale').length).toBeGreaterThanOrEqual(20);
  expect(items.map((event) => event.status)).toEqual(expect.arrayContaining(['on_sale', 'scheduled', 'sold_out']));
  expect(items.map((event) => event.status)).not.toContain('draft');
  expect(new Set(items.map((event) => event.category)).size).toBeGreaterThan(3);
  expect(new Set(items.map((event) => event.venue.city)).size).toBeGreaterThan(3);
  const starts = items.map((event) => Date.parse(event.startsAt));
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
  expect(Object.keys(items[0]!).sort()).toEqual([
    'category',
    'id',
    'imageUrl',
    'name',
    'priceFrom',
    'salesOpenAt',
    'slug',
    'startsAt',
    'status',
    'timeZone',
    'venue',
  ]);
});

test('Pages of the list follow each other without a gap or a double', async () => {
  const whole = (await events()).map((event) => event.id);
  const paged: string[] = [];
  let cursor: string | null = null;
  do {
    const next: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page: ListOf<EventSummary> = (await anyone.get(`/events?limit=7${next}`)).is(200);
    paged.push(...page.items.map((event) => event.id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(paged.slice(0, whole.length)).toEqual(whole);
  expect(new Set(paged).size).toBe(paged.length);
});

test('Events are found by words, category, city and date', async () => {
  const [one] = (await events()).filter((event) => event.status === 'on_sale');
  const { name, category, venue, startsAt, id } = one!;
  const ids = async (query: string) => (await events(query)).map((event) => event.id);
  const folded = name.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
  expect(await ids(`q=${encodeURIComponent(folded)}`)).toContain(id);
  expect(await ids(`q=${encodeURIComponent(name.slice(0, -1))}`)).toContain(id);
  expect(await ids('q=zyxwvutsrq')).toEqual([]);
  for (const [key, value] of [
    ['category', category],
    ['city', venue.city],
  ] as const) {
    const found = await events(`${key}=${encodeURIComponent(value)}`);
    expect(found.map((event) => event.id)).toContain(id);
    expect(found.every((event) => (key === 'category' ? event.category : event.venue.city) === value)).toBe(true);
  }
  const day = startsAt.slice(0, 10);
  expect((await events(`from=${startsAt}`)).every((event) => Date.parse(event.startsAt) >= Date.parse(startsAt))).toBe(
    true,
  );
  expect(await ids(`to=${new Date(Date.parse(startsAt) - 1).toISOString()}`)).not.toContain(id);
  expect((await anyone.get(`/events?from=${day}&to=${day}`)).status).toBe(200);
  expect((await events('sort=popular')).length).toBeGreaterThanOrEqual(25);
});

test('The facets of the list say what each choice would show', async () => {
  const facets = async (query = '') => (await anyone.get(`/events/facets?${query}`)).is<EventFacets>(200);
  const { categories, cities } = await facets();
  expect(categories.length).toBeGreaterThan(3);
  expect(cities.length).toBeGreaterThan(3);
  const [category] = categories;
  const chosen = `category=${encodeURIComponent(category!.name)}`;
  expect(await events(chosen)).toHaveLength(category!.count);
  const within = await facets(chosen);
  expect(within.categories).toEqual(categories);
  expect(within.cities.reduce((sum, city) => sum + city.count, 0)).toBe(category!.count);
  const [city] = within.cities;
  expect(await events(`${chosen}&city=${encodeURIComponent(city!.name)}`)).toHaveLength(city!.count);
});

test('What sells is popular', async () => {
  await buySeats(await guest(), stage, 8);
  // The list is kept for a while, one for each length; one of a length nobody asked for lately is fresh.
  let limit = 100;
  const answer = await eventually('the sale shows in the popular list', async () => {
    const now = await anyone.get(`/events/popular?limit=${limit}`);
    limit = Math.max(60, limit - 1);
    return now.is<ListOf<EventSummary>>(200).items.some((event) => event.id === stage.event.id) ? now : undefined;
  });
  expect(answer.headers.get('age')).toMatch(/^\d+$/);
});

test('An event is told in full by id and by slug, and its picture is there', async () => {
  const summary = (await events()).find((event) => event.imageUrl !== null)!;
  const detail = (await anyone.get(`/events/${summary.id}`)).is<EventDetail>(200);
  expect((await anyone.get(`/events/${summary.slug}`)).is<EventDetail>(200)).toEqual(detail);
  expect(detail).toMatchObject({
    ...summary,
    organization: { name: expect.any(String) },
    waitingRoom: expect.stringMatching(/^(off|auto|on)$/),
  });
  expect(detail.priceTiers[0]).toEqual({
    id: expect.any(String),
    key: expect.any(String),
    name: expect.any(String),
    price: { amount: expect.any(Number), currency: expect.any(String) },
  });
  const picture = await anyone.get(summary.imageUrl!.replace('/api', ''));
  picture.is(200);
  expect(picture.headers.get('content-type')).toBe('image/webp');
  expect(picture.headers.get('x-content-type-options')).toBe('nosniff');
});

test('Venues are listed by name, and found by city and by organization', async () => {
  const { items } = (await anyone.get('/venues?limit=100')).is<ListOf<Venue>>(200);
  const sizes = items.map((venue) => venue.seatMap?.seatCount ?? 0);
  expect(sizes).toEqual(expect.arrayContaining([60_000, 18_000]));
  const [first] = items;
  expect(
    (await anyone.get(`/venues?city=${encodeURIComponent(first!.city)}`)).is<ListOf<Venue>>(200).items,
  ).toContainEqual(first);
  const ofFirst = (await anyone.get(`/venues?limit=100&organizationId=${first!.organizationId}`)).is<ListOf<Venue>>(
    200,
  );
  expect(ofFirst.items).toEqual(items.filter((venue) => venue.organizationId === first!.organizationId));
  const page = (await anyone.get('/venues?limit=1')).is<ListOf<Venue>>(200);
  expect((await anyone.get(`/venues?limit=1&cursor=${page.nextCursor}`)).is<ListOf<Venue>>(200).items).toEqual([
    items[1],
  ]);
});

test.each([
  ['the list', () => '/events'],
  ['an event', () => `/events/${stage.event.id}`],
  ['a seat map', () => `/events/${stage.event.id}/seat-map`],
  ['availability', () => `/events/${stage.event.id}/availability`],
])('Who has %s already is told so', async (_what, path) => {
  await eventually('an answer that does not change meanwhile', async () => {
    const first = await anyone.get(path());
    const etag = first.headers.get('etag');
    expect(etag).toMatch(/^"[^"]+"$/);
    const again = await anyone.get(path(), { headers: { 'if-none-match': etag! } });
    expect([200, 304]).toContain(again.status);
    if (again.status === 304) expect(again.bytes).toHaveLength(0);
    return again.status === 304 || undefined;
  });
  expect((await anyone.get(path(), { headers: { 'if-none-match': '"something else"' } })).status).toBe(200);
});

test('The seat map comes in full, in columns, and compressed', async () => {
  const path = `/events/${stage.event.id}/seat-map`;
  const full = (await anyone.get(path)).is<SeatMap>(200);
  expect(full.sections[0]!.rows[0]!.seats[0]).toEqual({
    id: expect.any(String),
    number: '1',
    x: 100,
    y: 100,
    tierKey: 'stalls',
    accessible: true,
  });
  expect(full.areas).toEqual([{ id: stage.areaId, name: 'Floor', capacity: 30, tierKey: 'floor', x: 400, y: 2_000 }]);

  const answer = await anyone.get(path, { headers: { accept: COLUMNS } });
  expect(answer.headers.get('content-type')).toContain(COLUMNS);
  const columns = answer.is<{ version: number; tierKeys: string[]; sections: { rows: { x: number[] }[] }[] }>(200);
  expect(columns.version).toBe(full.version);
  expect(columns.sections[0]!.rows[0]!.x).toHaveLength(10);
  const packed = await anyone.get(path, { headers: { 'accept-encoding': 'gzip' } });
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect(packed.is<SeatMap>(200)).toEqual(full);
});

test('Availability shows each change at once, as JSON and as bytes', async () => {
  const path = `/events/${stage.event.id}/availability`;
  const ids = stage.seatMap.sections.flatMap((section) =>
    section.rows.flatMap((row) => row.seats.map((seat) => seat.id)),
  );
  const [seatId] = stage.takeSeats(1);
  const at = ids.indexOf(seatId!);
  const before = (await anyone.get(path)).is<Availability>(200);
  expect(seatStates(before, ids.length)[at]).toBe(0);
  await hold(await guest(), stage, [seatId!]);
  const after = (await anyone.get(path)).is<Availability>(200);
  expect(seatStates(after, ids.length)[at]).toBe(1);
  expect(after.version).toBeGreaterThan(before.version);
  const bytes = await anyone.get(path, { headers: { accept: 'application/octet-stream' } });
  bytes.is(200);
  expect(bytes.headers.get('content-type')).toBe('application/octet-stream');
  expect(bytes.bytes.toString('base64')).toBe(after.seats);
});

test('The live stream gives the picture, then each change, and goes on where it stopped', async () => {
  const [first, second] = stage.takeSeats(2);
  const buyer = await guest();
  const stream = await openStream();
  const snapshot = await stream.next();
  expect(snapshot.event).toBe('snapshot');
  expect(snapshot.data.areas).toEqual([{ id: stage.areaId, free: expect.any(Number), capacity: expect.any(Number) }]);
  await hold(buyer, stage, [first!]);
  const delta = await stream.next();
  expect(delta).toMatchObject({ event: 'delta', data: { seats: [[expect.any(Number), 1]] } });
  await stream.close();

  // Somebody else still looks, so what happens meanwhile is kept for who comes back.
  const other = await openStream();
  await other.next();
  await hold(buyer, stage, [second!]);
  await other.next();
  const resumed = await openStream(delta.id);
  expect((await resumed.next()).event).toMatch(/^(delta|snapshot)$/);
  await Promise.all([other.close(), resumed.close()]);
  (await anyone.get('/events/01980000-0000-7000-8000-00000000beef/availability/stream')).refuses(404, 'not_found');
});

interface Told {
  readonly event: string;
  readonly id: string;
  readonly data: { readonly seats: unknown; readonly areas: unknown };
}

async function openStream(lastEventId?: string): Promise<{ next(): Promise<Told>; close(): Promise<void> }> {
  const stop = new AbortController();
  const path = `/events/${stage.event.id}/availability/stream`;
  const response = await fetch(`${worldUrl}/api${path}`, {
    signal: stop.signal,
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
  });
  noteCall('GET', path, response.status);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n');
        const block = text.slice(0, Math.max(0, end));
        if (end >= 0) text = text.slice(end + 2);
        if (/^event:/m.test(block)) return readEvent(block);
        if (end >= 0) continue;
        const { value, done } = await reader.read();
        if (done) throw new Error('the stream ended');
        text += value;
      }
    },
    async close() {
      stop.abort();
      await reader.cancel().catch(() => undefined);
    },
  };
}

function readEvent(block: string): Told {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
  return { event: field('event'), id: field('id'), data: JSON.parse(field('data')) as Told['data'] };
}
