/** Where somebody sits or stands, and what that costs: shapes that seats, orders and tickets share. */
import { z } from 'zod';
import { Id } from './ids.ts';
import { Money } from './money.ts';

/** Most places one hold, and so one order, can have; an event's own limit is lower. */
export const PLACES_PER_HOLD_MAX = 50;
/** Largest capacity of one unnumbered area. */
export const AREA_CAPACITY_MAX = 100_000;

/** Names a price tier within its event and its seat map, e.g. `standard`. */
export const TierKey = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/, 'must be 1 to 32 letters, digits, - or _');

/** How people call a place. In an area `section` is the area's name, and there is no row or number. */
export const placeName = { section: z.string(), row: z.string().nullable(), number: z.string().nullable() };

/** One place of a hold as services tell each other; exactly one of `seatId` and `areaId` is set. */
export const PlaceItem = z.object({
  seatId: Id.nullable(),
  areaId: Id.nullable(),
  ...placeName,
  tierKey: z.string(),
  price: Money,
});

/** A numbered seat by its names. */
export const SeatName = z.object({ section: z.string(), row: z.string(), number: z.string() }).meta({ id: 'SeatName' });
