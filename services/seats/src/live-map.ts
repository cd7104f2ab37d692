/**
 * The live view of each event's places, in memory: a projection of this service's own log, so that
 * every copy of the service arrives at the same picture under the same version number. It decides
 * nothing. An event is loaded from the claims when somebody first looks at it.
 */
import type { Fact } from '@usher/contracts/contract';
import { sql } from '@usher/kit/database';
import type { LogEntry } from '@usher/kit/outbox';
import { BLOCKED, FREE, HELD, type PlaceState, SOLD } from './claim.ts';
import type { Inventories, Inventory } from './inventory.ts';
import type { SeatsKit } from './seats-kit.ts';

export interface LiveMap {
  /** Number of the last log entry that is in the picture. */
  version: number;
  /** One state per place: seats in seat-map order, then the places of areas. */
  states: Uint8Array;
  readonly inventory: Inventory;
  /** The area of a place, those that joined since the map was loaded included. */
  areaIdAt(place: number): string | undefined;
  /** Tells of places that changed; gives back how to stop it. */
  watch(watcher: (changed: readonly number[]) => void): () => unknown;
}

export interface LiveMaps {
  /** The picture of an event, at least as fresh as what this process has acknowledged; undefined for an unknown event. */
  read(eventId: string): Promise<LiveMap | undefined>;
}

const MAPS_MAX = 200;
/** A copy whose relay is elsewhere may lag; nobody waits longer for its own write to show. */
const FRESH_MS = 100;
const DIGIT_ZERO = 48;

interface Loaded extends LiveMap {
  readonly loadedAt: number;
  readonly joined: Map<number, string>;
  readonly watchers: Set<(changed: readonly number[]) => void>;
}

/** Opens the views and follows the log. */
export function openLiveMaps(kit: SeatsKit, inventories: Inventories): LiveMaps {
  const maps = new Map<string, Promise<Loaded | undefined>>();
  const loaded = new Map<string, Loaded>();
  /** What comes while a map is being read from the table is applied to it afterwards. */
  const meanwhile = new Set<LogEntry[]>();

  kit.tailLog((entries) => {
    for (const kept of meanwhile) kept.push(...entries);
    for (const entry of entries) {
      for (const change of changesOf(entry)) {
        if (change.areaId !== undefined) inventories.forget(change.eventId);
        const map = loaded.get(change.eventId);
        if (map && entry.number > map.loadedAt) apply(map, entry.number, change);
      }
    }
  });

  async function load(eventId: string): Promise<Loaded | undefined> {
    const inventory = await inventories.find(eventId);
    if (!inventory) return undefined;
    const entries: LogEntry[] = [];
    meanwhile.add(entries);
    try {
      const map = await readMap(kit, inventory);
      loaded.set(eventId, map);
      for (const entry of entries.filter(({ number }) => number > map.loadedAt)) {
        for (const change of changesOf(entry)) if (change.eventId === eventId) apply(map, entry.number, change);
      }
      return map;
    } finally {
      meanwhile.delete(entries);
    }
  }

  return {
    async read(eventId) {
      await kit.logCaughtUp(FRESH_MS);
      let map = maps.get(eventId);
      if (!map) {
        map = load(eventId);
        maps.set(eventId, map);
        if (maps.size > MAPS_MAX) evict(maps, loaded);
        const forget = () => maps.delete(eventId);
        map.then((found) => found ?? forget(), forget);
      }
      return map;
    },
  };
}

/** The claims and the log's head as one statement sees them: one moment. */
async function readMap(kit: SeatsKit, inventory: Inventory): Promise<Loaded> {
  const [row] = await kit.db.query<{ number: number; states: string }>(sql`
    select (select number from outbox_head) as number,
      (select string_agg(case when state = 1 and expires_at <= usher_now() then '0' else state::text end, '' order by place)
       from claim where event_id = ${inventory.eventId}) as states`);
  const loadedAt = row?.number ?? 0;
  const joined = new Map<number, string>();
  const watchers: Loaded['watchers'] = new Set();
  return {
    inventory,
    loadedAt,
    version: loadedAt,
    joined,
    watchers,
    states: Uint8Array.from(Buffer.from(row?.states ?? '', 'latin1'), (digit) => digit - DIGIT_ZERO),
    areaIdAt: (place) => inventory.areaIdAt(place) ?? joined.get(place),
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}

/** Every change an entry tells of. */
function changesOf(entry: LogEntry): PlaceChange[] {
  return entry.facts.map(changeOf).filter((change) => change !== undefined);
}

interface PlaceChange {
  readonly eventId: string;
  readonly areaId?: string | undefined;
  readonly to: readonly { readonly places: readonly number[]; readonly state: PlaceState }[];
}

/** What a fact of ours does to the picture. */
function changeOf(fact: Fact): PlaceChange | undefined {
  const payload = fact.payload as {
    eventId: string;
    areaId?: string;
    places?: number[];
    blocked?: number[];
    freed?: number[];
  };
  const all = (state: PlaceState): PlaceChange => ({
    eventId: payload.eventId,
    to: [{ places: payload.places ?? [], state }],
  });
  switch (fact.name) {
    case 'seats.held':
      return all(HELD);
    case 'seats.sold':
      return all(SOLD);
    case 'seats.released':
    case 'hold.expired':
    case 'seats.given_back':
      return all(FREE);
    case 'places.changed':
      return {
        eventId: payload.eventId,
        areaId: payload.areaId,
        to: [
          { places: payload.blocked ?? [], state: BLOCKED },
          { places: payload.freed ?? [], state: FREE },
        ],
      };
    default:
      return undefined;
  }
}

function apply(map: Loaded, version: number, change: PlaceChange): void {
  const changed: number[] = [];
  for (const { places, state } of change.to) {
    for (const place of places) {
      if (place >= map.states.length) map.states = grown(map.states, place + 1);
      if (change.areaId !== undefined) map.joined.set(place, change.areaId);
      if (map.states[place] === state) continue;
      map.states[place] = state;
      changed.push(place);
    }
  }
  map.version = Math.max(map.version, version);
  if (changed.length > 0) for (const watcher of map.watchers) watcher(changed);
}

/** Drops a map nobody watches; the oldest first. */
function evict(maps: Map<string, unknown>, loaded: Map<string, Loaded>): void {
  for (const eventId of maps.keys()) {
    if ((loaded.get(eventId)?.watchers.size ?? 0) > 0) continue;
    maps.delete(eventId);
    loaded.delete(eventId);
    return;
  }
}

function grown(states: Uint8Array, length: number): Uint8Array {
  const larger = new Uint8Array(length);
  larger.set(states);
  return larger;
}
