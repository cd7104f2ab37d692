/**
 * Which seats are free at this moment, kept as the API sends it (two bits per seat) with the counts that map, list and
 * filters show. The counts follow each change; nobody ever counts 60,000 seats again.
 */
import type { Plan } from './plan.ts';
import { FREE, openSeatStates } from './seat-states.ts';

/** `paused`: what is shown may be old, and a new connection is on its way. */
export type LiveStatus = 'connecting' | 'live' | 'paused';

export interface LiveChange {
  /** Seats whose state changed; undefined when any may have. */
  readonly seats: readonly number[] | undefined;
}

export interface AreaFree {
  readonly id: string;
  readonly free: number;
}
export interface Snapshot {
  readonly version: number;
  /** Base64 of two bits per seat. */
  readonly seats: string;
  readonly areas: readonly AreaFree[];
}
export interface Delta {
  readonly version: number;
  readonly from: number;
  readonly seats: readonly (readonly [seat: number, state: number])[];
  readonly areas: readonly AreaFree[];
}

/** What readers see of the live state. */
export interface LiveSeats {
  readonly status: LiveStatus;
  /** Of the server's picture; -1 before the first one came, and until then no seat counts as free. */
  readonly version: number;
  /** Grows with every change of anything here: the snapshot for `useSyncExternalStore`. */
  readonly revision: number;
  stateOf(seat: number): number;
  isFree(seat: number): boolean;
  freeInArea(area: number): number;
  freeInSection(section: number): number;
  freeInSectionAt(section: number, tier: number): number;
  /** Seats and places of areas together. */
  freeAt(tier: number): number;
  /** The cheapest tier with a free seat in this section; undefined when nothing is left. */
  cheapestIn(section: number): number | undefined;
  /** Calls back after each change, at most once per frame; returns how to stop it. */
  subscribe(listener: (change: LiveChange) => void): () => void;
}

/** The side that the connection writes to. */
export interface LiveSeatsStore extends LiveSeats {
  setStatus(status: LiveStatus): void;
  applySnapshot(snapshot: Snapshot): void;
  /** False when deltas before this one are missing: a snapshot is needed. */
  applyDelta(delta: Delta): boolean;
}

/** Makes the store of one event. Until the first snapshot every seat counts as held. */
export function openLiveSeats(plan: Plan): LiveSeatsStore {
  const states = openSeatStates(plan);
  const areaFree = new Uint32Array(plan.areas.length);
  const areaIndex = new Map(plan.areas.map((area) => [area.id, area.index]));
  const cheapestFirst = plan.tiers.map((_, i) => i).sort((a, b) => amountAt(plan, a) - amountAt(plan, b));
  const listeners = new Set<(change: LiveChange) => void>();
  let [status, version, revision]: [LiveStatus, number, number] = ['connecting', -1, 0];

  function tell(change: LiveChange): void {
    revision += 1;
    for (const listener of listeners) listener(change);
  }
  function setAreas(areas: readonly AreaFree[]): void {
    for (const { id, free } of areas) {
      const index = areaIndex.get(id);
      if (index !== undefined) areaFree[index] = free;
    }
  }

  return {
    get status() {
      return status;
    },
    get version() {
      return version;
    },
    get revision() {
      return revision;
    },
    stateOf: states.stateOf,
    isFree: (seat) => seat < plan.seatCount && states.stateOf(seat) === FREE,
    freeInArea: (area) => areaFree[area] ?? 0,
    freeInSectionAt: states.freeAt,
    freeInSection: (section) => sum(plan.tiers.length, (tier) => states.freeAt(section, tier)),
    freeAt: (tier) =>
      sum(plan.sections.length, (section) => states.freeAt(section, tier)) +
      sum(plan.areas.length, (area) => (plan.areas[area]?.tier === tier ? (areaFree[area] ?? 0) : 0)),
    cheapestIn: (section) => cheapestFirst.find((tier) => states.freeAt(section, tier) > 0),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setStatus(next) {
      if (next === status) return;
      status = next;
      tell({ seats: [] });
    },
    applySnapshot(snapshot) {
      if (snapshot.version < version) return;
      states.load(snapshot.seats);
      setAreas(snapshot.areas);
      version = snapshot.version;
      tell({ seats: undefined });
    },
    applyDelta(delta) {
      if (delta.from > version) return false;
      if (delta.version <= version) return true;
      const changed = delta.seats.filter(([seat, state]) => states.set(seat, state)).map(([seat]) => seat);
      setAreas(delta.areas);
      version = delta.version;
      tell({ seats: changed });
      return true;
    },
  };
}

function amountAt(plan: Plan, tier: number): number {
  return plan.tiers[tier]?.price.amount ?? 0;
}

function sum(count: number, valueAt: (index: number) => number): number {
  let total = 0;
  for (let i = 0; i < count; i += 1) total += valueAt(i);
  return total;
}
