/** The catalog service: venues with their seat maps, and events from draft to published. */
import { z } from 'zod';
import { catalogFacts } from './catalog-facts.ts';
import {
  EventChanges, EventDetail, EventInput, EventInventory, EventStatus, EventSummary, IMAGE_BYTES_MAX, Venue, VenueInput,
} from './catalog-shapes.ts';
import { contract, operation } from './contract.ts';
import { IdParams, Instant, line, listOf, Nothing, page } from './ids.ts';
import { SeatMapAnswer, SeatMapRequest } from './seat-map.ts';

/** A map of 200,000 seats written out in full stays below this. */
const SEAT_MAP_BYTES_MAX = 24 * 1024 * 1024;

const search = { q: line(100, 0).optional() };
const dayOrInstant = z.union([z.iso.date(), Instant]);

export const catalog = contract({
  name: 'catalog',
  operations: {
    listVenues: operation({
      route: 'GET /venues',
      summary: 'Lists venues by name.',
      caller: 'anyone',
      query: z.strictObject({ ...search, city: line(100).optional(), ...page }),
      answers: { 200: listOf(Venue) },
      refusals: ['invalid_request'],
      limit: 'read',
    }),
    getVenue: operation({
      route: 'GET /venues/{id}',
      summary: 'Shows a venue.',
      caller: 'anyone',
      params: IdParams,
      answers: { 200: Venue },
      refusals: ['not_found'],
      limit: 'read',
    }),
    createVenue: operation({
      route: 'POST /venues',
      summary: 'Adds a venue to an organization.',
      caller: ['organizer'],
      body: VenueInput,
      answers: { 201: Venue },
      refusals: ['forbidden', 'invalid_request'],
      limit: 'write',
    }),
    updateVenue: operation({
      route: 'PUT /venues/{id}',
      summary: 'Replaces what is known of a venue, its seat map aside.',
      caller: ['organizer'],
      params: IdParams,
      body: VenueInput.omit({ organizationId: true }),
      answers: { 200: Venue },
      refusals: ['forbidden', 'not_found', 'invalid_request'],
      limit: 'write',
    }),
    putSeatMap: operation({
      route: 'PUT /venues/{id}/seat-map',
      summary: "Sets a venue's seat map, drawn or generated; every fault is told with its path.",
      caller: ['organizer'],
      params: IdParams,
      body: SeatMapRequest,
      bodyBytesMax: SEAT_MAP_BYTES_MAX,
      answers: { 200: z.object({ version: z.number().int(), seatCount: z.number().int() }) },
      refusals: ['forbidden', 'not_found', 'invalid_request', 'seat_map_locked'],
      limit: 'upload',
    }),
    listEvents: operation({
      route: 'GET /events',
      summary: 'Lists published events that have not ended.',
      caller: 'anyone',
      query: z.strictObject({
        ...search,
        category: line(40).optional(),
        city: line(100).optional(),
        from: dayOrInstant.optional(),
        to: dayOrInstant.optional(),
        sort: z.enum(['date', 'popular']).default('date'),
        ...page,
      }),
      answers: { 200: listOf(EventSummary) },
      refusals: ['invalid_request'],
      limit: 'read',
    }),
    listPopularEvents: operation({
      route: 'GET /events/popular',
      summary: 'Lists the events that sell best; the `Age` header says how old the list is.',
      caller: 'anyone',
      query: z.strictObject({ limit: page.limit }),
      answers: { 200: listOf(EventSummary) },
      refusals: [],
      limit: 'read',
    }),
    getEvent: operation({
      route: 'GET /events/{idOrSlug}',
      summary: 'Shows a published event; a draft only to its organizers.',
      caller: 'anyone',
      params: z.strictObject({ idOrSlug: z.string().min(1).max(100) }),
      answers: { 200: EventDetail },
      refusals: ['not_found'],
      limit: 'read',
    }),
    createEvent: operation({
      route: 'POST /events',
      summary: 'Makes a draft of an event.',
      caller: ['organizer'],
      body: EventInput,
      answers: { 201: EventDetail },
      refusals: ['forbidden', 'invalid_request', 'local_time_invalid'],
      limit: 'write',
    }),
    updateEvent: operation({
      route: 'PATCH /events/{id}',
      summary: 'Changes an event; once published, what buyers rely on stays.',
      caller: ['organizer'],
      params: IdParams,
      body: EventChanges,
      answers: { 200: EventDetail },
      refusals: [
        'forbidden', 'not_found', 'invalid_request', 'local_time_invalid', 'event_not_draft', 'event_cancelled',
      ],
      limit: 'write',
    }),
    deleteEvent: operation({
      route: 'DELETE /events/{id}',
      summary: 'Deletes a draft.',
      caller: ['organizer'],
      params: IdParams,
      answers: { 204: Nothing },
      refusals: ['forbidden', 'not_found', 'event_not_draft'],
      limit: 'write',
    }),
    publishEvent: operation({
      route: 'POST /events/{id}/publish',
      summary: 'Publishes a draft whose venue has a seat map with a price for every place.',
      caller: ['organizer'],
      params: IdParams,
      answers: { 200: EventDetail },
      refusals: ['forbidden', 'not_found', 'event_not_draft', 'event_not_ready'],
      limit: 'write',
    }),
    putEventImage: operation({
      route: 'PUT /events/{id}/image',
      summary: "Sets an event's picture, as the body itself or as a form with one file.",
      caller: ['organizer'],
      params: IdParams,
      rawBody: { types: ['image/*', 'multipart/form-data'], bytesMax: IMAGE_BYTES_MAX },
      answers: { 200: EventDetail },
      refusals: ['forbidden', 'not_found', 'image_invalid'],
      limit: 'upload',
    }),
    getEventImage: operation({
      route: 'GET /events/{id}/image',
      summary: "Gives an event's picture.",
      caller: 'anyone',
      params: IdParams,
      answers: { 200: { file: 'image/webp' } },
      refusals: ['not_found'],
      limit: 'read',
    }),
    listOrganizationEvents: operation({
      route: 'GET /organizations/{id}/events',
      summary: 'Lists all events of an organization, drafts and past ones too.',
      caller: ['organizer', 'operator'],
      params: IdParams,
      query: z.strictObject({ ...search, state: EventStatus.optional(), ...page }),
      answers: { 200: listOf(EventSummary) },
      refusals: ['forbidden', 'not_found', 'invalid_request'],
      limit: 'read',
    }),
    getEventSeatMap: operation({
      route: 'GET /events/{id}/seat-map',
      summary: 'Gives the seat map of an event; in columns with `Accept: application/vnd.usher.seat-map+json`.',
      caller: 'anyone',
      params: IdParams,
      answers: { 200: SeatMapAnswer },
      refusals: ['not_found'],
      limit: 'read',
    }),
  },
  internal: {
    getEventInventory: operation({
      route: 'GET /events/{id}/inventory',
      summary: 'Tells what places a published event has and what each costs.',
      caller: 'service',
      params: IdParams,
      answers: { 200: EventInventory },
      refusals: ['not_found'],
      limit: 'none',
    }),
  },
  facts: catalogFacts,
});
