/** The catalog service: its table of contents. */
import { catalog } from '@usher/contracts/catalog';
import { sql } from '@usher/kit/database';
import { migrationsOf } from '@usher/kit/migrate';
import { service } from '@usher/kit/service';
import { needs } from './catalog-kit.ts';
import { config } from './config.ts';
import { createEvent } from './create-event.ts';
import { getEventImage, putEventImage } from './event-image.ts';
import { getEventInventory } from './event-inventory.ts';
import { openEventPages } from './event-pages.ts';
import { getEventSeatMap } from './event-seat-map.ts';
import { availabilityChanged, organizationCreated, seatsGivenBack, seatsSold } from './follow-facts.ts';
import { getEvent } from './get-event.ts';
import { getEventFacets } from './get-event-facets.ts';
import { listEvents, listPopularEvents } from './list-events.ts';
import { listOrganizationEvents } from './list-organization-events.ts';
import { previewSeatMap } from './preview-seat-map.ts';
import { publishEvent } from './publish-event.ts';
import { putSeatMap } from './put-seat-map.ts';
import { getVenue, listVenues } from './read-venues.ts';
import { deleteEvent, updateEvent } from './update-event.ts';
import { getVenueSeatMap } from './venue-seat-map.ts';
import { createVenue, updateVenue } from './write-venue.ts';

const PAGES_MAX = 500;
const POPULAR_PAGES_MAX = 100;
const HOUR_SECONDS = 3_600;

export const catalogService = service({
  contract: catalog,
  needs,
  follows: {
    accounts: ['organization.created'],
    seats: ['seats.sold', 'seats.given_back', 'event.availability_changed'],
  },
  config,
  migrations: migrationsOf('@usher/catalog'),
  open: async (kit) => {
    const pages = openEventPages({
      namespace: 'pages',
      cache: kit.cache,
      clock: kit.clock,
      ageMsMax: kit.config.EVENT_LIST_MS,
      entriesMax: PAGES_MAX,
    });
    const popular = openEventPages({
      namespace: 'popular',
      cache: kit.cache,
      clock: kit.clock,
      ageMsMax: kit.config.POPULAR_LIST_SECONDS * 1_000,
      entriesMax: POPULAR_PAGES_MAX,
    });
    return {
      operations: {
        listVenues: listVenues(kit),
        getVenue: getVenue(kit),
        createVenue: createVenue(kit),
        updateVenue: updateVenue(kit, pages),
        getVenueSeatMap: getVenueSeatMap(kit),
        putSeatMap: putSeatMap(kit),
        previewSeatMap: previewSeatMap(kit),
        listEvents: listEvents(kit, pages),
        listPopularEvents: listPopularEvents(kit, popular),
        getEventFacets: getEventFacets(kit, pages),
        getEvent: getEvent(kit, pages),
        createEvent: createEvent(kit),
        updateEvent: updateEvent(kit, pages),
        deleteEvent: deleteEvent(kit),
        publishEvent: publishEvent(kit, pages),
        putEventImage: putEventImage(kit, pages),
        getEventImage: getEventImage(kit),
        listOrganizationEvents: listOrganizationEvents(kit),
        getEventSeatMap: getEventSeatMap(kit),
      },
      internal: { getEventInventory: getEventInventory(kit) },
      follows: {
        accounts: { 'organization.created': organizationCreated },
        seats: {
          'seats.sold': seatsSold,
          'seats.given_back': seatsGivenBack,
          'event.availability_changed': availabilityChanged,
        },
      },
      every: [
        {
          name: 'forget old sales',
          seconds: HOUR_SECONDS,
          run: async () => {
            await kit.db.query(sql`delete from event_sales where day < (usher_now() - interval '30 days')::date`);
          },
        },
      ],
    };
  },
});
