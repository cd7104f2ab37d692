/**
 * Seat ids that are computed instead of stored. A seat map has one base id, a UUIDv7 whose last 20 bits
 * are zero; seat i (order: sections, rows, seats as listed, areas not included) has the id `base | i`.
 * So a seat's id tells its place in the map, and 60,000 seats cost one id.
 */

/** How many hex digits at the end of an id hold the index. */
const INDEX_DIGITS = 5;
/** One more than the largest index an id can hold. */
const INDEX_LIMIT = 16 ** INDEX_DIGITS;
const UUID_LENGTH = 36;
const PREFIX_LENGTH = UUID_LENGTH - INDEX_DIGITS;

/** Makes the base of a new map from a fresh UUIDv7. */
export function seatIdBaseOf(id: string): string {
  if (id.length !== UUID_LENGTH) throw new Error(`seat ids: ${id} is not a UUID`);
  return id.slice(0, PREFIX_LENGTH).toLowerCase() + '0'.repeat(INDEX_DIGITS);
}

/** The id of seat `index` of a map. Throws when the index is not one an id can hold: that is a bug. */
export function seatIdAt(base: string, index: number): string {
  if (!Number.isInteger(index) || index < 0 || index >= INDEX_LIMIT) {
    throw new Error(`seat ids: ${index} is not the index of a seat`);
  }
  return base.slice(0, PREFIX_LENGTH) + (INDEX_LIMIT + index).toString(16).slice(1);
}

/**
 * The index of the seat with this id (lower case), or undefined when the id is not of this map.
 * Whether the map has that many seats is the caller's question.
 */
export function seatIndexOf(base: string, id: string): number | undefined {
  if (id.length !== UUID_LENGTH || !id.startsWith(base.slice(0, PREFIX_LENGTH))) return undefined;
  const digits = id.slice(PREFIX_LENGTH);
  return /^[0-9a-f]+$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
}
