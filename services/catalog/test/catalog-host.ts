/** A catalog of its own for each suite, two organizations, and short ways to make what tests need. */
import { openTestHost, type TestAnswer, type TestHost, type TestHostOptions } from '@usher/kit/testing';
import { v7 } from 'uuid';
import { expect, inject } from 'vitest';
import { catalogService } from '../src/service.ts';

export interface CatalogHost extends TestHost {
  readonly harbour: string;
  readonly rival: string;
  /** Organizer of the one organization, of the other, and somebody who only buys. */
  readonly organizer: string;
  readonly rivalOrganizer: string;
  readonly customer: string;
}

export interface Made {
  readonly id: string;
  readonly slug: string;
  readonly status: string;
  readonly priceTiers: { id: string; key: string }[];
}

export async function openCatalogHost(
  env: Record<string, string> = {},
  options: Partial<TestHostOptions> = {},
): Promise<CatalogHost> {
  const host = await openTestHost({
    postgresUrl: inject('postgresUrl'),
    services: [catalogService],
    env,
    ...options,
  });
  const [harbour, rival] = [v7(), v7()];
  return {
    ...host,
    harbour,
    rival,
    organizer: await host.tokenFor({ id: v7(), role: 'organizer', organizations: { [harbour]: 'organizer' } }),
    rivalOrganizer: await host.tokenFor({ id: v7(), role: 'organizer', organizations: { [rival]: 'organizer' } }),
    customer: await host.tokenFor({ id: v7(), role: 'customer' }),
  };
}

export const twoRows = {
  sections: [
    {
      name: 'Stalls',
      rows: [
        {
          name: 'A',
          seats: [
            { number: '1', x: 0, y: 0, tierKey: 'best' },
            { number: '2', x: 60, y: 0, tierKey: 'best' },
          ],
        },
        {
          name: 'B',
          seats: [
            { number: '1', x: 0, y: 90 },
            { number: '2', x: 60, y: 90, accessible: true },
          ],
        },
      ],
    },
  ],
  areas: [{ name: 'Standing', capacity: 30, x: 30, y: 300, tierKey: 'standing' }],
};

export const prices = [
  { key: 'normal', name: 'Normal', price: { amount: 3_000, currency: 'EUR' } },
  { key: 'best', name: 'Best', price: { amount: 5_000, currency: 'EUR' } },
  { key: 'standing', name: 'Standing', price: { amount: 1_500, currency: 'EUR' } },
];

export async function makeVenue(host: CatalogHost, more: Record<string, unknown> = {}): Promise<string> {
  const made = await host.call('POST /venues', {
    as: host.organizer,
    body: {
      name: 'Harbour Theatre',
      address: 'Quay 1',
      city: 'Hamburg',
      country: 'Germany',
      timeZone: 'Europe/Berlin',
      ...more,
    },
  });
  expect(made.status).toBe(201);
  return made.json<{ id: string }>().id;
}

export async function drawMap(host: CatalogHost, venueId: string, body: unknown = twoRows): Promise<TestAnswer> {
  return host.call(`PUT /venues/${venueId}/seat-map`, { as: host.organizer, body });
}

export function draftOf(venueId: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'Northern Lights',
    category: 'concert',
    venueId,
    startsAtLocal: '2097-05-01T20:00',
    priceTiers: prices,
    ...more,
  };
}

export async function makeDraft(host: CatalogHost, venueId: string, more: Record<string, unknown> = {}): Promise<Made> {
  const made = await host.call('POST /events', { as: host.organizer, body: draftOf(venueId, more) });
  expect(made.status, made.text).toBe(201);
  return made.json<Made>();
}

export async function makePublished(
  host: CatalogHost,
  venueId: string,
  more: Record<string, unknown> = {},
): Promise<Made> {
  const draft = await makeDraft(host, venueId, more);
  const published = await host.call(`POST /events/${draft.id}/publish`, { as: host.organizer });
  expect(published.status, published.text).toBe(200);
  return published.json<Made>();
}

/** Facts the catalog recorded about an aggregate, oldest first. */
export async function factsOf(
  host: CatalogHost,
  aggregateId: string,
): Promise<{ name: string; aggregateVersion: number; payload: Record<string, unknown> }[]> {
  const rows = await host.rows<{ fact: { name: string; aggregateVersion: number; payload: Record<string, unknown> } }>(
    'catalog',
    `select fact from outbox, json_array_elements(facts) as fact where fact->>'aggregateId' = $1 order by id`,
    [aggregateId],
  );
  return rows.map((row) => row.fact);
}
