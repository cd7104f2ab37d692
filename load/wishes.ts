/** What the crowd asks for: disjoint groups of seats, in an order that is the same each time and follows no row. */

/** How many seats buyers want, in turn: two on average, and one to four. */
const SIZES = [1, 2, 1, 3, 2, 1, 4, 2, 3, 1];

/** Groups of one to four neighbours, two on average, that together are all the seats. */
export function groupsOf(seatIds: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (let at = 0; at < seatIds.length; ) {
    const size = SIZES[groups.length % SIZES.length] ?? 1;
    groups.push(seatIds.slice(at, at + size));
    at += size;
  }
  return shuffled(groups);
}

/** A permutation that depends on nothing but the length (Fisher and Yates with a linear congruential generator). */
export function shuffled<T>(all: readonly T[]): T[] {
  const mixed = [...all];
  let state = 1;
  for (let i = mixed.length - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
  }
  return mixed;
}
