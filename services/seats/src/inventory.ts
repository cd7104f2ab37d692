/** What may be sold of an event, kept in memory: its window, its layout, its areas and prices. */
import type { Money } from '@usher/contracts/money';
import { sum } from '@usher/contracts/money';
import { sql } from '@usher/kit/database';
import { pause } from '@usher/kit/clock';
import { type Refusal, RefusedError, refuse, refused } from '@usher/kit/refusal';
import { type Layout, openLayout } from './layout.ts';
import type { SeatsKit } from './seats-kit.ts';

export interface PlaceDetail {
  readonly seatId: string | null;
  readonly areaId: string | null;
  readonly section: string;
  readonly row: string | null;
  readonly number: string | null;
  readonly tierKey: string;
  readonly price: Money;
}

export interface Area {
  readonly areaNo: number;
  readonly id: string;
  readonly name: string;
  readonly tierKey: string;
  readonly capacity: number;
}

export interface Inventory {
  readonly eventId: string;
  readonly organizationId: string;
  readonly seatCount: number;
  readonly layout: Layout;
  readonly areas: readonly Area[];
  areaNoOf(areaId: string): number | undefined;
  /** Index of a price tier; undefined when the event has no such tier. */
  tierNoOf(tierKey: string): number | undefined;
  /** The area a place belongs to; undefined for seats. */
  areaIdAt(place: number): string | undefined;
  has(place: number): boolean;
  describe(place: number): PlaceDetail;
  totalOf(places: readonly number[]): Money;
}

export interface SaleRules {
  /** A choice of seats that leaves a single one is refused. */
  readonly orphanRule: 'off' | 'on';
  /** Most places one buyer may have; null: no such limit. */
  readonly buyerMax: number | null;
}

export interface Inventories {
  /** The inventory of an event that was opened, or undefined. It knows these places, even if another copy just made them. */
  find(eventId: string, places?: readonly number[]): Promise<Inventory | undefined>;
  /** Whether so many places may be sold now, by the database's clock. */
  refuseSale(
    inventory: Inventory,
    quantity: number,
  ): Promise<Refusal<'sales_not_open' | 'sales_closed' | 'event_cancelled' | 'too_many_tickets'> | undefined>;
  /** What the organizer asks of buyers, as of a quarter of a second ago at most. */
  rulesOf(inventory: Inventory): Promise<SaleRules>;
  /** Forgets what is remembered of an event: it changed. */
  forget(eventId: string): void;
}

/** A layout is some megabytes at most; so many events on sale stay in memory. */
const INVENTORIES_MAX = 200;
/** Another copy may have learned of a change first: how long a remembered sales window is believed. */
const WINDOW_MS = 250;

interface Row {
  event_id: string;
  organization_id: string;
  seat_count: number;
  seat_map: unknown;
  price_tiers: { key: string; price: Money }[];
}
interface Window {
  readonly sale: 'open' | 'sales_not_open' | 'sales_closed' | 'event_cancelled';
  readonly tickets_max: number;
  readonly orphan_rule: SaleRules['orphanRule'];
  readonly buyer_places_max: number | null;
}

/** Opens the memory over the database. */
export function openInventories(kit: SeatsKit): Inventories {
  const known = new Map<string, Promise<Inventory | undefined>>();
  const windows = new Map<string, { window: Promise<Window>; until: number }>();

  const remembered = (eventId: string): Promise<Inventory | undefined> => {
    let inventory = known.get(eventId);
    if (!inventory) {
      inventory = loadOrAwait(kit, eventId);
      if (known.size >= INVENTORIES_MAX) known.delete(known.keys().next().value ?? '');
      known.set(eventId, inventory);
      // What was not there may come; what failed may succeed.
      inventory.then(
        (found) => {
          if (!found) known.delete(eventId);
        },
        () => {
          known.delete(eventId);
        },
      );
    }
    return inventory;
  };

  const windowOf = (eventId: string): Promise<Window> => {
    let kept = windows.get(eventId);
    if (!kept || kept.until < kit.clock.monotonic()) {
      kept = { window: readWindow(kit, eventId), until: kit.clock.monotonic() + WINDOW_MS };
      windows.set(eventId, kept);
      kept.window.catch(() => {
        windows.delete(eventId);
      });
    }
    return kept.window;
  };

  return {
    async find(eventId, places = []) {
      const inventory = await remembered(eventId);
      if (inventory === undefined || places.every((place) => inventory.has(place))) return inventory;
      known.delete(eventId);
      return remembered(eventId);
    },
    async refuseSale({ eventId }, quantity) {
      const { sale, tickets_max: max } = await windowOf(eventId);
      if (sale !== 'open') return refuse(sale);
      return quantity > max ? refuse('too_many_tickets', { more: { max } }) : undefined;
    },
    async rulesOf({ eventId }) {
      const { orphan_rule: orphanRule, buyer_places_max: buyerMax } = await windowOf(eventId);
      return { orphanRule, buyerMax };
    },
    forget(eventId) {
      known.delete(eventId);
      windows.delete(eventId);
    },
  };
}

const OPENING_MS_MAX = 4_000;
const OPENING_POLL_MS = 25;

/** An event that was published this moment has no inventory for another: then the caller waits for it rather than hear a no. */
async function loadOrAwait(kit: SeatsKit, eventId: string): Promise<Inventory | undefined> {
  const there = await load(kit, eventId);
  if (there) return there;
  const published = await kit.peers.catalog.getEventInventory({ params: { id: eventId }, requestId: eventId });
  if (refused(published)) return undefined;
  const end = kit.clock.monotonic() + OPENING_MS_MAX;
  while (kit.clock.monotonic() < end && !kit.signal.aborted) {
    const opened = await load(kit, eventId);
    if (opened) return opened;
    await pause(OPENING_POLL_MS, kit.signal);
  }
  throw new RefusedError(refuse('unavailable', { detail: 'The event is being opened.', retryAfterSeconds: 1 }));
}

async function readWindow(kit: SeatsKit, eventId: string): Promise<Window> {
  const [row] = await kit.db.query<Window>(sql`
    select case
      when state = 'cancelled' then 'event_cancelled'
      when usher_now() < sales_open_at then 'sales_not_open'
      when usher_now() >= coalesce(sales_close_at, starts_at) or usher_now() >= starts_at then 'sales_closed'
      else 'open' end as sale, tickets_max, orphan_rule, buyer_places_max
    from inventory where event_id = ${eventId}`);
  return row ?? { sale: 'sales_closed', tickets_max: 0, orphan_rule: 'off', buyer_places_max: null };
}

async function load(kit: SeatsKit, eventId: string): Promise<Inventory | undefined> {
  const [row] = await kit.db.query<Row>(
    sql`select event_id, organization_id, seat_count, seat_map, price_tiers from inventory where event_id = ${eventId}`,
  );
  if (!row) return undefined;
  const areas = await kit.db.query<Area>(sql`
    select area_no as "areaNo", id, name, tier_key as "tierKey", capacity from area where event_id = ${eventId} order by area_no`);
  const areaPlaces =
    areas.length > 0
      ? await kit.db.query<{ place: number; area_no: number }>(
          sql`select place, area_no from claim where event_id = ${eventId} and area_no is not null`,
        )
      : [];
  const areaOf = new Map(
    areaPlaces.map(({ place, area_no }) => [place, areas.find((area) => area.areaNo === area_no)]),
  );
  const layout = openLayout(
    row.seat_map,
    row.price_tiers.map((tier) => tier.key),
  );
  const prices = new Map(row.price_tiers.map((tier) => [tier.key, tier.price]));
  const priceOf = (tierKey: string): Money => {
    const price = prices.get(tierKey);
    if (!price) throw new Error(`event ${eventId} has no price for tier ${tierKey}`);
    return price;
  };
  const describe = (place: number): PlaceDetail => {
    if (place < row.seat_count) {
      const seat = layout.describe(place);
      return { seatId: layout.seatId(place), areaId: null, ...seat, price: priceOf(seat.tierKey) };
    }
    const area = areaOf.get(place);
    if (!area) throw new Error(`event ${eventId} has no place ${place}`);
    return {
      seatId: null,
      areaId: area.id,
      section: area.name,
      row: null,
      number: null,
      tierKey: area.tierKey,
      price: priceOf(area.tierKey),
    };
  };
  return {
    eventId,
    organizationId: row.organization_id,
    seatCount: row.seat_count,
    layout,
    areas,
    has: (place) => place < row.seat_count || areaOf.has(place),
    describe,
    areaIdAt: (place) => areaOf.get(place)?.id,
    areaNoOf: (areaId) => areas.find((area) => area.id === areaId)?.areaNo,
    tierNoOf(tierKey) {
      const tierNo = row.price_tiers.findIndex((tier) => tier.key === tierKey);
      return tierNo < 0 ? undefined : tierNo;
    },
    totalOf: (places) => sum(places.map((place) => describe(place).price)),
  };
}
