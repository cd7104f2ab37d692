import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CatalogHost, drawMap, makeDraft, makePublished, makeVenue, openCatalogHost } from './catalog-host.ts';

interface List {
  items: { id: string; name: string }[];
  nextCursor: string | null;
}

let host: CatalogHost;
const ids: Record<string, string> = {};
const find = async (query: string) => {
  const answer = await host.call(`GET /events?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json<List>();
};
const names = async (query: string) => (await find(query)).items.map((item) => item.name);

beforeAll(async () => {
  host = await openCatalogHost();
  const hamburg = await makeVenue(host);
  const zurich = await makeVenue(host, {
    name: 'Kaufleuten',
    city: 'Zürich',
    country: 'Switzerland',
    timeZone: 'Europe/Zurich',
  });
  for (const venue of [hamburg, zurich]) await drawMap(host, venue);
  const make = async (venue: string, name: string, startsAtLocal: string, more: Record<string, unknown> = {}) => {
    ids[name] = (await makePublished(host, venue, { name, startsAtLocal, ...more })).id;
  };
  await make(hamburg, 'Northern Lights', '2097-05-01T20:00');
  await make(hamburg, "Rock'n'Roll Évening", '2097-05-01T23:30', { category: 'party' });
  await make(zurich, 'Quiet Piano', '2097-06-10T19:00', { description: 'Satie, mostly.' });
  await make(zurich, 'Long Gone', '2001-06-10T19:00');
  await makeDraft(host, hamburg, { name: 'Northern Secret' });
});
afterAll(() => host.close());

describe('the list of events', () => {
  it('shows what is published and not over, soonest first, with the fields of the contract', async () => {
    const { items } = await find('');
    expect(items.map((item) => item.name)).toEqual(['Northern Lights', "Rock'n'Roll Évening", 'Quiet Piano']);
    expect(items[0]).toMatchObject({
      id: ids['Northern Lights'],
      slug: 'northern-lights',
      timeZone: 'Europe/Berlin',
      venue: { name: 'Harbour Theatre', city: 'Hamburg' },
      imageUrl: null,
      priceFrom: { amount: 1_500, currency: 'EUR' },
      status: 'on_sale',
    });
  });

  it.each([
    ['q=northern', ['Northern Lights']],
    ['q=NORTH', ['Northern Lights']],
    ['q=lights%20north', ['Northern Lights']],
    ['q=evening', ["Rock'n'Roll Évening"]],
    ["q=rock'n'roll", ["Rock'n'Roll Évening"]],
    ['q=zurich', ['Quiet Piano']],
    ['q=Z%C3%BCri', ['Quiet Piano']],
    ['q=satie', ['Quiet Piano']],
    ['q=piano%20hamburg', []],
    ['q=secret', []],
    ['category=PARTY', ["Rock'n'Roll Évening"]],
    ['city=hamburg', ['Northern Lights', "Rock'n'Roll Évening"]],
    ['from=2097-05-02', ['Quiet Piano']],
    ['to=2097-05-01', ['Northern Lights', "Rock'n'Roll Évening"]],
    ['from=2097-05-01T18:00:01Z&to=2097-05-02T08:30:00%2B14:00', []],
    ['from=2097-06-10T17:00:00Z', ['Quiet Piano']],
  ])('%s finds %j', async (query, found) => {
    expect(await names(query)).toEqual(found);
  });

  it('of an organization shows its drafts and what is over too: what is to come soonest first, else the latest first', async () => {
    const listed = async (query: string, as = host.organizer) =>
      (await host.call(`GET /organizations/${host.harbour}/events?${query}`, { as })).json<List>();
    const allNames = async (query: string) => (await listed(query)).items.map((item) => item.name);
    const upcoming = ['Northern Lights', 'Northern Secret', "Rock'n'Roll Évening", 'Quiet Piano'];
    expect((await allNames('')).slice(-1)).toEqual(['Long Gone']);
    expect((await allNames('when=upcoming')).toSorted()).toEqual(upcoming.toSorted());
    expect((await allNames('when=upcoming')).at(-1)).toBe('Quiet Piano');
    expect(await allNames('when=past')).toEqual(['Long Gone']);
    expect(await allNames('when=upcoming&state=draft')).toEqual(['Northern Secret']);
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: List = await listed(`when=upcoming&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...page.items.map((item) => item.name));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(await allNames('when=upcoming'));
  });

  it.each([
    '%25',
    '%5C',
    "'",
    "''%20%7C%20'",
    '!()%26%7C%3A*',
    '%22unclosed',
    '-',
    '*',
    ':*',
    '%F0%9F%8E%B8',
    '%E2%80%8B',
    '%C2%BD',
    'a'.repeat(100),
    '%EF%BC%A1',
    "'%3A*%20%26",
  ])('odd input %s is answered, never an error', async (q) => {
    expect((await host.call(`GET /events?q=${q}`)).status).toBe(200);
  });

  it('pages through everything once, in both orders', async () => {
    for (const sort of ['date', 'popular']) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: List = await find(`sort=${sort}&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
        seen.push(...page.items.map((item) => item.name));
        cursor = page.nextCursor;
      }
      expect(seen.toSorted()).toEqual(['Northern Lights', 'Quiet Piano', "Rock'n'Roll Évening"]);
    }
  });

  it('a cursor that is not ours, or of another order, is a 400', async () => {
    const { nextCursor } = await find('limit=1');
    for (const cursor of ['x', 'W10', Buffer.from('["date",0,"0000","z"]').toString('base64url'), `${nextCursor}`]) {
      const sort = cursor === nextCursor ? 'popular' : 'date';
      expect((await host.call(`GET /events?sort=${sort}&cursor=${cursor}`)).json()).toMatchObject({
        status: 400,
        code: 'invalid_request',
      });
    }
  });

  it('a day no calendar has, a limit of 101 and an unknown field are 400', async () => {
    for (const query of ['from=0000-01-01', 'from=2097-02-30', 'limit=101', 'limit=0', 'colour=red', 'sort=price']) {
      expect([query, (await host.call(`GET /events?${query}`)).status]).toEqual([query, 400]);
    }
  });

  it('answers 304 to who has the page, until something changes', async () => {
    const first = await host.call('GET /events?limit=3');
    expect(first.headers).toMatchObject({ 'cache-control': 'public, max-age=5' });
    const etag = String(first.headers['etag']);
    const again = await host.call('GET /events?limit=3', { headers: { 'if-none-match': `"other", ${etag}` } });
    expect([again.status, again.text]).toEqual([304, '']);
    await host.call(`PATCH /events/${ids['Quiet Piano']}`, { as: host.organizer, body: { name: 'Very Quiet Piano' } });
    const changed = await host.call('GET /events?limit=3', { headers: { 'if-none-match': etag } });
    expect(changed.status).toBe(200);
    await host.call(`PATCH /events/${ids['Quiet Piano']}`, { as: host.organizer, body: { name: 'Quiet Piano' } });
  });

  it('what sells best comes first among the popular, and says how old the list is', async () => {
    await host.rows(
      'catalog',
      `insert into event_sales (event_id, day, sold) values ($1, current_date, 5), ($2, current_date - 20, 500)`,
      [ids['Quiet Piano'], ids['Northern Lights']],
    );
    const popular = await host.call('GET /events/popular?limit=2');
    expect(popular.json<List>().items.map((item) => item.name)).toEqual(['Quiet Piano', 'Northern Lights']);
    expect(popular.headers['age']).toBe('0');
  });
});

describe('the facets of the list', () => {
  const facets = async (query: string) => {
    const answer = await host.call(`GET /events/facets?${query}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.json();
  };

  it('count what is listed, the most first', async () => {
    expect(await facets('')).toEqual({
      categories: [
        { name: 'concert', count: 2 },
        { name: 'party', count: 1 },
      ],
      cities: [
        { name: 'Hamburg', count: 2 },
        { name: 'Zürich', count: 1 },
      ],
    });
  });

  it('each leave out the filter on themselves, so that one can switch', async () => {
    expect(await facets('city=hamburg')).toEqual({
      categories: [
        { name: 'concert', count: 1 },
        { name: 'party', count: 1 },
      ],
      cities: [
        { name: 'Hamburg', count: 2 },
        { name: 'Zürich', count: 1 },
      ],
    });
    expect(await facets('category=Party&city=Z%C3%BCrich')).toEqual({
      categories: [{ name: 'concert', count: 1 }],
      cities: [{ name: 'Hamburg', count: 1 }],
    });
    expect(await facets('q=piano')).toEqual({
      categories: [{ name: 'concert', count: 1 }],
      cities: [{ name: 'Zürich', count: 1 }],
    });
    expect(await facets('from=2097-05-02&to=2097-05-03')).toEqual({ categories: [], cities: [] });
  });

  it('are a page like the list: kept for a moment, and refused where the list is', async () => {
    const first = await host.call('GET /events/facets?q=lights');
    const etag = String(first.headers['etag']);
    expect((await host.call('GET /events/facets?q=lights', { headers: { 'if-none-match': etag } })).status).toBe(304);
    for (const query of ['from=0000-01-01', 'from=2097-05-02&to=2097-05-01', 'sort=date', 'limit=3'])
      expect([query, (await host.call(`GET /events/facets?${query}`)).status]).toEqual([query, 400]);
  });

  it('take names that differ in case for one, as most events write it', async () => {
    const venue = await makeVenue(host, { city: 'hamburg' });
    await drawMap(host, venue);
    await makePublished(host, venue, { name: 'Lower Case', category: 'Concert', startsAtLocal: '2098-01-01T20:00' });
    expect(await facets('')).toEqual({
      categories: [
        { name: 'concert', count: 3 },
        { name: 'party', count: 1 },
      ],
      cities: [
        { name: 'Hamburg', count: 3 },
        { name: 'Zürich', count: 1 },
      ],
    });
  });
});
