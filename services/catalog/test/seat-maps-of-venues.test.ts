import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { seatIdAt } from '@usher/contracts/seat-ids';
import { SeatMapPreview, VenueSeatMap } from '@usher/contracts/seat-map';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CatalogHost,
  drawMap,
  makePublished,
  makeVenue,
  openCatalogHost,
  prices,
  twoRows,
} from './catalog-host.ts';

interface Map {
  version: number;
  sections: { rows: { seats: { id: string; number: string; tierKey: string; accessible: boolean }[] }[] }[];
  areas: { tierKey: string }[];
}

let host: CatalogHost;
let venueId: string;
let eventId: string;
beforeAll(async () => {
  host = await openCatalogHost();
  venueId = await makeVenue(host);
  await drawMap(host, venueId);
  eventId = (await makePublished(host, venueId)).id;
});
afterAll(() => host.close());

const read = (headers: Record<string, string> = {}) => host.call(`GET /events/${eventId}/seat-map`, { headers });

describe('the seat map of an event', () => {
  it('names every seat with its id in order, and the tier it sells at', async () => {
    const map = (await read()).json<Map>();
    const seats = map.sections.flatMap((section) => section.rows.flatMap((row) => row.seats));
    expect(seats.map((seat) => [seat.number, seat.tierKey, seat.accessible])).toEqual([
      ['1', 'best', false],
      ['2', 'best', false],
      ['1', 'normal', false],
      ['2', 'normal', true],
    ]);
    const base = seats[0]?.id ?? '';
    expect(base).toMatch(/00000$/);
    expect(seats.map((seat) => seat.id)).toEqual([0, 1, 2, 3].map((i) => seatIdAt(base, i)));
    expect(map.areas).toMatchObject([{ name: 'Standing', capacity: 30, tierKey: 'standing' }]);
  });

  it('comes in columns when asked for', async () => {
    const columns = await read({ accept: 'application/vnd.usher.seat-map+json' });
    expect(columns.headers['content-type']).toContain('application/vnd.usher.seat-map+json');
    expect(columns.json()).toMatchObject({
      version: 1,
      tierKeys: ['best', 'normal'],
      sections: [{ rows: [{ tiers: 0 }, { tiers: 1 }] }],
    });
  });

  it('is the same text compressed or not, each form under a strong tag of its own', async () => {
    const plain = await read();
    const gzip = await read({ 'accept-encoding': 'gzip' });
    const brotli = await read({ 'accept-encoding': 'gzip, br;q=1.0' });
    const refused = await read({ 'accept-encoding': 'br;q=0, gzip;q=0' });
    expect([plain, gzip, brotli, refused].map((answer) => answer.headers['content-encoding'])).toEqual([
      undefined,
      'gzip',
      'br',
      undefined,
    ]);
    expect(gunzipSync(gzip.bytes).toString()).toBe(plain.text);
    expect(brotliDecompressSync(brotli.bytes).toString()).toBe(plain.text);
    const tags = [plain, gzip, brotli].map((answer) => String(answer.headers['etag']));
    expect(new Set(tags).size).toBe(3);
    expect(tags.every((tag) => /^"[^"]+"$/.test(tag))).toBe(true);
    const again = await read({ 'accept-encoding': 'br', 'if-none-match': tags[2] ?? '' });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    expect((await read({ 'if-none-match': '"something-else"' })).status).toBe(200);
  });

  it('gives seats the places in the same order, each with a price', async () => {
    const inventory = host.host.running.get('catalog')?.internal.get('getEventInventory');
    const ask = (id: string) =>
      inventory?.perform({
        params: { id },
        query: {},
        body: undefined,
        principal: undefined,
        peer: 'seats',
        header: () => undefined,
        address: '',
        requestId: 'test',
        deadline: Number.MAX_SAFE_INTEGER,
      });
    expect(await ask(eventId)).toMatchObject({
      status: 200,
      body: {
        eventId,
        organizationId: host.harbour,
        seatMap: {
          version: 1,
          sections: [
            {
              name: 'Stalls',
              rows: [
                { name: 'A', numbers: ['1', '2'], tiers: [1, 1], x: expect.any(Array), accessible: [] },
                { name: 'B', numbers: ['1', '2'], tiers: [0, 0] },
              ],
            },
          ],
        },
        areas: [{ name: 'Standing', capacity: 30, tierKey: 'standing' }],
        priceTiers: prices,
      },
    });
    expect(await ask(venueId)).toMatchObject({ code: 'not_found' });
  });
});

describe('drawing a map', () => {
  it('names each fault with its path', async () => {
    const [section] = twoRows.sections;
    const answer = await drawMap(host, venueId, { sections: [section, section], areas: [] });
    expect(answer.status).toBe(400);
    expect(answer.json<{ errors: { path: string }[] }>().errors.map((error) => error.path)).toContain(
      'sections.1.name',
    );
    const wrong = await drawMap(host, venueId, {
      sections: [{ name: 'X', rows: [{ name: 'A', seats: [{ number: '1', x: -1, y: 0 }] }] }],
      areas: [],
    });
    expect(wrong.json<{ errors: { path: string }[] }>().errors.map((error) => error.path)).toEqual([
      'sections.0.rows.0.seats.0.x',
    ]);
    expect((await drawMap(host, venueId, {})).status).toBe(400);
  });

  it.each(['theatre', 'club', 'arena', 'stadium'])(
    'a generated %s of every size asked for is drawn or refused, never an error',
    async (shape) => {
      for (const seats of [1, 7, 200_000]) {
        const answer = await drawMap(host, venueId, { generator: { shape, seats } });
        expect([seats, [200, 400].includes(answer.status)]).toEqual([seats, true]);
      }
    },
    60_000,
  );

  it('two drawings at once become two versions', async () => {
    const own = await makeVenue(host);
    const versions = (await Promise.all([drawMap(host, own), drawMap(host, own)])).map(
      (answer) => answer.json<{ version: number }>().version,
    );
    expect(versions.toSorted()).toEqual([1, 2]);
  });
});

describe('the seat map of a venue', () => {
  const ask = (id: string, as = host.organizer) => host.call(`GET /venues/${id}/seat-map`, { as });

  it('is the newest one, in the columns of its preview, with the tiers its places name', async () => {
    const own = await makeVenue(host);
    expect((await ask(own)).json()).toMatchObject({ status: 404, code: 'not_found' });
    await drawMap(host, own, { generator: { shape: 'club', seats: 50 } });
    await drawMap(host, own);
    const map = VenueSeatMap.parse((await ask(own)).json());
    const preview = SeatMapPreview.parse(
      (await host.call('POST /seat-maps/preview', { as: host.organizer, body: twoRows })).json(),
    );
    const numbers = ({ sections }: typeof preview | typeof map) =>
      sections.map(({ rows }) => rows.map(({ id: _new, ...row }) => row));
    expect(map).toMatchObject({ version: 2, seatCount: 4, areaCapacity: 30, tierKeys: preview.tierKeys });
    expect(numbers(map)).toEqual(numbers(preview));
    expect((await host.call(`GET /venues/${own}`)).json()).toMatchObject({
      seatMap: { version: 2, tierKeys: ['best', 'standing'] },
    });
    expect(
      (await host.call(`GET /venues?organizationId=${host.harbour}&limit=100`)).json<{ items: object[] }>().items,
    ).toContainEqual(expect.objectContaining({ id: own, seatMap: expect.objectContaining({ version: 2 }) }));
  });

  it('is shown to the organizers of its organization only', async () => {
    expect((await ask(venueId, host.rivalOrganizer)).json()).toMatchObject({ status: 404, code: 'not_found' });
    expect((await ask(venueId, host.customer)).status).toBe(403);
    expect((await host.call(`GET /venues/${venueId}/seat-map`)).status).toBe(401);
  });
});

describe('the preview of a map', () => {
  const preview = (body: unknown, as = host.organizer) => host.call('POST /seat-maps/preview', { as, body });

  it('is the map in columns as an event on it would show it, kept nowhere', async () => {
    const before = (await host.call(`GET /venues/${venueId}`)).json();
    const drawn = await preview(twoRows);
    expect(drawn.status, drawn.text).toBe(200);
    const { seatIdBase, sections, areas, ...rest } = SeatMapPreview.parse(drawn.json());
    expect(rest).toEqual({ version: 0, seatCount: 4, areaCapacity: 30, decimals: 0, tierKeys: ['best'] });
    expect(seatIdBase).toMatch(/00000$/);
    expect(sections[0]?.rows).toMatchObject([
      { name: 'A', x: [0, 60], y: [0, 0], numbers: 1, tiers: 0, accessible: [] },
      { name: 'B', x: [0, 60], y: [90, 0], numbers: 1, tiers: -1, accessible: [1] },
    ]);
    expect(areas).toMatchObject([{ name: 'Standing', capacity: 30, tierKey: 'standing' }]);
    expect((await host.call(`GET /venues/${venueId}`)).json()).toEqual(before);
  });

  it('is drawn by a generator too', async () => {
    const stadium = (await preview({ generator: { shape: 'stadium', seats: 60_000, tiers: ['best', 'rest'] } })).json();
    expect(SeatMapPreview.parse(stadium)).toMatchObject({ seatCount: 60_000, tierKeys: ['best', 'rest'] });
  });

  it('names the same faults as drawing does, and is for organizers', async () => {
    const [section] = twoRows.sections;
    for (const bad of [{ sections: [section, section] }, {}, { generator: { shape: 'pyramid' } }]) {
      const [told, drawn] = [await preview(bad), await drawMap(host, venueId, bad)];
      expect(told.status).toBe(400);
      expect(told.json()['errors']).toEqual(drawn.json()['errors']);
    }
    expect((await preview(twoRows, host.customer)).status).toBe(403);
    expect((await host.call('POST /seat-maps/preview', { body: twoRows })).status).toBe(401);
  });
});

describe('venues', () => {
  it('are found by words of name and city, and listed page by page', async () => {
    await makeVenue(host, { name: 'Zeltbühne', city: 'Köln' });
    const list = async (query: string) =>
      (await host.call(`GET /venues?${query}`)).json<{ items: { name: string }[]; nextCursor: string | null }>();
    expect((await list('q=zeltbuhne')).items.map((venue) => venue.name)).toEqual(['Zeltbühne']);
    const first = await list('limit=1');
    const second = await list(`limit=100&cursor=${first.nextCursor}`);
    expect(second.nextCursor).toBeNull();
    expect(second.items.at(-1)?.name).toBe('Zeltbühne');
    expect((await host.call('GET /venues?cursor=abc')).status).toBe(400);
  });

  it('are listed by organization', async () => {
    const body = { name: 'Rival Hall', address: 'Y', city: 'Z', country: 'W', timeZone: 'Europe/Berlin' };
    expect((await host.call('POST /venues', { as: host.rivalOrganizer, body })).status).toBe(201);
    const names = async (organization: string) =>
      (await host.call(`GET /venues?organizationId=${organization}`))
        .json<{ items: { name: string }[] }>()
        .items.map((venue) => venue.name);
    expect(await names(host.rival)).toEqual(['Rival Hall']);
    expect(await names(host.harbour)).not.toContain('Rival Hall');
    expect((await host.call('GET /venues?organizationId=x')).status).toBe(400);
  });

  it('a zone that is none is named', async () => {
    const answer = await host.call('POST /venues', {
      as: host.organizer,
      body: { name: 'X', address: 'Y', city: 'Z', country: 'W', timeZone: '../../etc/passwd' },
    });
    expect(answer.json()).toMatchObject({ status: 400, errors: [{ path: 'timeZone' }] });
  });
});
