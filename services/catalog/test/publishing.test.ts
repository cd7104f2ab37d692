import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CatalogHost,
  drawMap,
  factsOf,
  makeDraft,
  makePublished,
  makeVenue,
  openCatalogHost,
  prices,
} from './catalog-host.ts';

let host: CatalogHost;
let venueId: string;
beforeAll(async () => {
  host = await openCatalogHost();
  venueId = await makeVenue(host);
  await drawMap(host, venueId);
});
afterAll(() => host.close());

describe('from draft to published', () => {
  it('a draft is seen by its organizers and by nobody else, under its id and its slug', async () => {
    const draft = await makeDraft(host, venueId, { name: 'Hidden Rehearsal' });
    for (const key of [draft.id, draft.slug]) {
      expect((await host.call(`GET /events/${key}`)).status).toBe(404);
      expect((await host.call(`GET /events/${key}`, { as: host.customer })).status).toBe(404);
      expect((await host.call(`GET /events/${key}`, { as: host.rivalOrganizer })).status).toBe(404);
      const own = await host.call(`GET /events/${key}`, { as: host.organizer });
      expect(own.json()).toMatchObject({ id: draft.id, status: 'draft', seating: 'mixed' });
      expect(own.headers['cache-control']).toBe('private, no-store');
    }
  });

  it('publishing fixes the map, puts the event on sale and tells everybody once', async () => {
    const event = await makePublished(host, venueId, { name: 'Opening Night' });
    const shown = (await host.call(`GET /events/${event.slug}`)).json();
    expect(shown).toMatchObject({
      id: event.id,
      status: 'on_sale',
      startsAtLocal: '2097-05-01T20:00',
      startsAt: '2097-05-01T18:00:00Z',
      endsAt: '2097-05-01T21:00:00Z',
      priceFrom: { amount: 1_500, currency: 'EUR' },
      maxTicketsPerOrder: 8,
      maxTicketsPerBuyer: null,
      orphanRule: 'off',
      waitingRoom: 'off',
      waitingRoomChallenge: false,
      seating: 'mixed',
      salesCloseAt: '2097-05-01T18:00:00Z',
    });
    const facts = await factsOf(host, event.id);
    expect(facts).toHaveLength(1);
    expect(facts[0]).toMatchObject({
      name: 'event.published',
      aggregateVersion: 2,
      payload: { eventId: event.id, organizationId: host.harbour, seatMapVersion: 1, status: 'published' },
    });
    expect((await host.call(`POST /events/${event.id}/publish`, { as: host.organizer })).json()).toMatchObject({
      code: 'event_not_draft',
    });
    expect(await factsOf(host, event.id)).toHaveLength(1);
  });

  it('an event without a map, or with places that have no price, says what is missing', async () => {
    const bare = await makeVenue(host, { name: 'Bare Hall' });
    const noMap = await makeDraft(host, bare);
    expect((await host.call(`POST /events/${noMap.id}/publish`, { as: host.organizer })).json()).toMatchObject({
      status: 409,
      code: 'event_not_ready',
      missing: ['seatMap'],
    });
    const cheap = await makeDraft(host, venueId, { priceTiers: prices.slice(0, 1) });
    const answer = (await host.call(`POST /events/${cheap.id}/publish`, { as: host.organizer })).json<{
      code: string;
      missing: string[];
    }>();
    expect(answer.code).toBe('event_not_ready');
    expect(answer.missing.toSorted()).toEqual(['best', 'standing']);
  });

  it('a new drawing of the venue leaves published events on theirs and moves drafts along', async () => {
    const own = await makeVenue(host, { name: 'Changing Rooms' });
    await drawMap(host, own);
    const published = await makePublished(host, own);
    const draft = await makeDraft(host, own);
    const redrawn = await drawMap(host, own, {
      generator: { shape: 'theatre', seats: 120, tiers: ['best', 'normal'] },
    });
    expect(redrawn.json()).toEqual({ version: 2, seatCount: 120 });
    expect((await host.call(`GET /events/${published.id}/seat-map`)).json()).toMatchObject({ version: 1 });
    expect((await host.call(`GET /events/${draft.id}/seat-map`, { as: host.organizer })).json()).toMatchObject({
      version: 2,
    });
    expect((await host.call(`GET /events/${draft.id}/seat-map`)).status).toBe(404);
    expect((await host.call(`GET /venues/${own}`)).json()).toMatchObject({
      seatMap: { version: 2, seatCount: 120, areaCapacity: 0, tierKeys: ['best', 'normal'] },
    });
  });

  it('two events of one name get two slugs', async () => {
    const [first, second] = [
      await makeDraft(host, venueId, { name: 'Café Müller' }),
      await makeDraft(host, venueId, { name: 'Cafe Muller' }),
    ];
    expect([first.slug, second.slug]).toEqual(['cafe-muller', 'cafe-muller-2']);
  });

  it('the same creation again is the same event', async () => {
    const body = {
      name: 'Twice Sent',
      category: 'concert',
      venueId,
      startsAtLocal: '2097-05-01T20:00',
      priceTiers: prices,
    };
    const send = () =>
      host.call('POST /events', { as: host.organizer, body, headers: { 'idempotency-key': 'twice-sent-1' } });
    const [once, again] = [await send(), await send()];
    expect(again.json<{ id: string }>().id).toBe(once.json<{ id: string }>().id);
  });
});

describe('changing what is published', () => {
  it('words and sales may change and are told under a greater version; the address stays', async () => {
    const event = await makePublished(host, venueId, { name: 'First Title' });
    const changed = await host.call(`PATCH /events/${event.id}`, {
      as: host.organizer,
      body: { name: 'Second Title', description: 'Now <b>bold</b>', maxTicketsPerOrder: 4, holderNameRequired: true },
    });
    expect(changed.json()).toMatchObject({
      name: 'Second Title',
      slug: 'first-title',
      description: 'Now <b>bold</b>',
      maxTicketsPerOrder: 4,
    });
    expect((await host.call(`GET /events/${event.id}`)).json()).toMatchObject({ name: 'Second Title' });
    const facts = await factsOf(host, event.id);
    expect(facts.map((fact) => [fact.name, fact.aggregateVersion])).toEqual([
      ['event.published', 2],
      ['event.updated', 3],
    ]);
    expect(facts[1]?.payload).toMatchObject({ name: 'Second Title', maxTicketsPerOrder: 4, holderNameRequired: true });
  });

  it('limits and the ways in may be set, told and taken back again', async () => {
    const event = await makePublished(host, venueId, { maxTicketsPerBuyer: 12, orphanRule: 'on' });
    expect(event).toMatchObject({ maxTicketsPerBuyer: 12, orphanRule: 'on', waitingRoomChallenge: false });
    const patch = (body: unknown) => host.call(`PATCH /events/${event.id}`, { as: host.organizer, body });
    const crowd = { waitingRoom: 'auto', waitingRoomChallenge: true };
    expect((await patch(crowd)).json()).toMatchObject({ ...crowd, maxTicketsPerBuyer: 12, orphanRule: 'on' });
    const calm = { maxTicketsPerBuyer: null, orphanRule: 'off' };
    expect((await patch(calm)).json()).toMatchObject({ ...crowd, ...calm });
    const payloads = (await factsOf(host, event.id)).map((fact) => fact.payload);
    expect(payloads[0]).toMatchObject({ maxTicketsPerBuyer: 12, orphanRule: 'on', waitingRoom: 'off' });
    expect(payloads[2]).toMatchObject({ ...crowd, ...calm });
    expect((await patch({ maxTicketsPerBuyer: 0 })).status).toBe(400);
  });

  it('place, time and prices stay, though they may be sent again unchanged', async () => {
    const event = await makePublished(host, venueId);
    const patch = (body: unknown) => host.call(`PATCH /events/${event.id}`, { as: host.organizer, body });
    for (const body of [
      { startsAtLocal: '2097-05-02T20:00' },
      { priceTiers: prices.slice(0, 2) },
      { durationMinutes: 60 },
    ]) {
      expect((await patch(body)).json()).toMatchObject({ status: 409, code: 'event_not_draft' });
    }
    const same = await patch({ startsAtLocal: '2097-05-01T20:00', venueId, priceTiers: prices });
    expect(same.json<{ priceTiers: unknown }>().priceTiers).toEqual(event.priceTiers);
    expect((await host.call(`DELETE /events/${event.id}`, { as: host.organizer })).json()).toMatchObject({
      code: 'event_not_draft',
    });
  });

  it('a venue that moves house is told to everybody who knows its events', async () => {
    const own = await makeVenue(host, { name: 'Old Name' });
    await drawMap(host, own);
    const event = await makePublished(host, own);
    await host.call(`PUT /venues/${own}`, {
      as: host.organizer,
      body: { name: 'New Name', address: 'Quay 2', city: 'Hamburg', country: 'Germany', timeZone: 'Europe/Berlin' },
    });
    expect((await factsOf(host, event.id)).at(-1)).toMatchObject({
      name: 'event.updated',
      payload: { venue: { name: 'New Name', address: 'Quay 2' } },
    });
    expect((await host.call(`GET /events/${event.id}`)).json()).toMatchObject({ venue: { name: 'New Name' } });
  });

  it('sales follow their window: scheduled, on sale, closed', async () => {
    const event = await makePublished(host, venueId, {
      salesOpenAt: '2096-01-01T00:00:00Z',
      salesCloseAt: '2096-02-01T00:00:00Z',
    });
    const status = async () =>
      (await host.rows<{ status: string }>('catalog', 'select status from event_shown where id = $1', [event.id]))[0]
        ?.status;
    expect(event.status).toBe('scheduled');
    await host.call(`PATCH /events/${event.id}`, { as: host.organizer, body: { salesOpenAt: '2020-01-01T00:00:00Z' } });
    expect(await status()).toBe('on_sale');
    await host.call(`PATCH /events/${event.id}`, {
      as: host.organizer,
      body: { salesCloseAt: '2020-02-01T00:00:00Z' },
    });
    expect(await status()).toBe('sales_closed');
  });

  it('a sale that closes before it opens, and dates no calendar reaches, are named', async () => {
    const draft = await makeDraft(host, venueId);
    const errors = async (body: unknown) =>
      (await host.call(`PATCH /events/${draft.id}`, { as: host.organizer, body }))
        .json<{ errors: { path: string }[] }>()
        .errors.map((error) => error.path);
    expect(await errors({ salesOpenAt: '2097-01-02T00:00:00Z', salesCloseAt: '2097-01-01T00:00:00Z' })).toEqual([
      'salesCloseAt',
    ]);
    expect(await errors({ salesOpenAt: '0000-01-01T00:00:00Z' })).toEqual(['salesOpenAt']);
    expect(await errors({ startsAtLocal: '0001-01-01T00:00' })).toEqual(['startsAtLocal']);
  });
});

describe('local times', () => {
  it('a time that clocks skip is refused with the readings on both sides', async () => {
    const answer = await host.call('POST /events', {
      as: host.organizer,
      body: { name: 'Night', category: 'concert', venueId, startsAtLocal: '2027-03-28T02:30', priceTiers: prices },
    });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({
      code: 'local_time_invalid',
      fault: 'gap',
      choices: [{ local: '2027-03-28T01:30' }, { local: '2027-03-28T03:30' }],
    });
  });

  it('a time that happens twice is refused with both, and taken with its offset', async () => {
    const body = { name: 'Night', category: 'concert', venueId, startsAtLocal: '2027-10-31T02:30', priceTiers: prices };
    const answer = await host.call('POST /events', { as: host.organizer, body });
    expect(answer.json()).toMatchObject({
      code: 'local_time_invalid',
      fault: 'overlap',
      choices: [{ offset: '+02:00' }, { offset: '+01:00' }],
    });
    const chosen = await host.call('POST /events', { as: host.organizer, body: { ...body, startsAtOffset: '+01:00' } });
    expect(chosen.json()).toMatchObject({ startsAt: '2027-10-31T01:30:00Z', startsAtLocal: '2027-10-31T02:30' });
  });

  it('a draft that moves to another zone keeps its wall clock and gets another instant', async () => {
    const draft = await makeDraft(host, venueId);
    const tokyo = await makeVenue(host, { name: 'Tokyo Hall', city: 'Tokyo', timeZone: 'Asia/Tokyo' });
    const moved = await host.call(`PATCH /events/${draft.id}`, { as: host.organizer, body: { venueId: tokyo } });
    expect(moved.json()).toMatchObject({
      startsAtLocal: '2097-05-01T20:00',
      startsAt: '2097-05-01T11:00:00Z',
      timeZone: 'Asia/Tokyo',
    });
  });
});
