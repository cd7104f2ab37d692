/** The seat map of a venue as organizers send it and as everybody reads it. */
import { z } from 'zod';
import { Id, line } from './ids.ts';
import { AREA_CAPACITY_MAX, TierKey } from './places.ts';

export const SECTIONS_MAX = 500;
export const ROWS_PER_SECTION_MAX = 500;
export const SEATS_PER_ROW_MAX = 500;
export const AREAS_MAX = 200;
/** Most seats of one map, whatever its sections would allow. */
export const SEATS_MAX = 200_000;
/** Coordinates are centimetres from the top left corner. */
export const COORDINATE_MAX = 100_000;

const coordinate = z.number().min(0).max(COORDINATE_MAX);
const at = { x: coordinate, y: coordinate };

const SeatInput = z.strictObject({
  number: z.union([line(8), z.number().int().min(0).max(99_999_999).transform(String)]),
  ...at,
  tierKey: TierKey.optional(),
  accessible: z.boolean().optional(),
});
const RowInput = z.strictObject({ name: line(40), seats: z.array(SeatInput).max(SEATS_PER_ROW_MAX) });
const SectionInput = z.strictObject({ name: line(80), rows: z.array(RowInput).max(ROWS_PER_SECTION_MAX) });
const AreaInput = z.strictObject({
  name: line(80),
  capacity: z.number().int().min(1).max(AREA_CAPACITY_MAX),
  ...at,
  tierKey: TierKey.optional(),
});

const Sections = z.array(SectionInput).max(SECTIONS_MAX);
const Areas = z.array(AreaInput).max(AREAS_MAX);

/** A map drawn by somebody. Faults between its parts (doubles, overlaps) are found by the catalog. */
export const SeatMapInput = z.strictObject({ sections: Sections, areas: Areas });
export type SeatMapInput = z.infer<typeof SeatMapInput>;

/** Asks for a map of a usual shape; `tiers` are tier keys from best to cheapest. */
export const SeatMapGenerator = z
  .strictObject({
    shape: z.enum(['theatre', 'club', 'arena', 'stadium']),
    seats: z.number().int().min(1).max(SEATS_MAX).optional(),
    tiers: z.array(TierKey).min(1).max(20).optional(),
  })
  .meta({ id: 'SeatMapGenerator' });
export type SeatMapGenerator = z.infer<typeof SeatMapGenerator>;

/**
 * Either a drawing (`sections`, `areas`; one that is absent is empty) or a generator. One object and not
 * a union, so that every fault keeps its own path.
 */
export const SeatMapRequest = z
  .strictObject({ sections: Sections.optional(), areas: Areas.optional(), generator: SeatMapGenerator.optional() })
  .refine(
    ({ sections, areas, generator }) => (generator === undefined) !== (sections === undefined && areas === undefined),
    'give sections and areas, or a generator',
  )
  .meta({ id: 'SeatMapRequest' });

const point = { x: z.number(), y: z.number() };
const SeatAnswer = z.object({
  id: Id,
  number: z.string(),
  ...point,
  tierKey: z.string().nullable(),
  accessible: z.boolean(),
});

/** The seat map of an event or venue in full. */
export const SeatMapAnswer = z
  .object({
    version: z.number().int(),
    sections: z.array(
      z.object({
        id: Id,
        name: z.string(),
        rows: z.array(z.object({ id: Id, name: z.string(), seats: z.array(SeatAnswer) })),
      }),
    ),
    areas: z.array(
      z.object({ id: Id, name: z.string(), capacity: z.number().int(), tierKey: z.string().nullable(), ...point }),
    ),
  })
  .meta({ id: 'SeatMapAnswer' });
export type SeatMapAnswer = z.infer<typeof SeatMapAnswer>;

/**
 * A seat map in columns: what the catalog stores and what a client gets for
 * `Accept: application/vnd.usher.seat-map+json` (there with the `version` beside it).
 */
export const SeatMapColumns = z
  .object({
    seatIdBase: Id.meta({ description: 'Seat i of the map (sections, rows, seats as listed) has the id `base | i`' }),
    decimals: z.number().int().min(0).max(2).meta({ description: 'x and y of rows are in units of 10^-decimals' }),
    tierKeys: z.array(z.string()),
    sections: z.array(
      z.object({
        id: Id,
        name: z.string(),
        rows: z.array(
          z.object({
            id: Id,
            name: z.string(),
            x: z.array(z.number().int()).meta({ description: 'The first seat, then the step from each to the next' }),
            y: z.array(z.number().int()),
            numbers: z
              .union([z.number().int(), z.array(z.string())])
              .meta({ description: 'Every number, or the first of a run that counts up by one' }),
            tiers: z
              .union([z.number().int(), z.array(z.number().int())])
              .meta({ description: 'Index in `tierKeys`, -1 for none: of all seats of the row, or of each' }),
            accessible: z.array(z.number().int()).meta({ description: 'Which seats of the row, counted from 0' }),
          }),
        ),
      }),
    ),
    areas: SeatMapAnswer.shape.areas,
  })
  .meta({ id: 'SeatMapColumns' });
export type SeatMapColumns = z.infer<typeof SeatMapColumns>;

/** The newest map of a venue: in columns, and how much it holds. */
export const VenueSeatMap = SeatMapColumns.extend({
  version: z.number().int(),
  seatCount: z.number().int(),
  areaCapacity: z.number().int(),
}).meta({ id: 'VenueSeatMap' });

/** A map that is drawn and kept nowhere: the same, under version 0. */
export const SeatMapPreview = VenueSeatMap.extend({ version: z.literal(0) }).meta({ id: 'SeatMapPreview' });
