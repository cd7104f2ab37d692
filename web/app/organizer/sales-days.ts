/** Days of a report as a chart needs them: one after the other, those without a sale too. */

export interface Day {
  readonly day: string;
  readonly sold: number;
}

const DAY_MS = 86_400_000;

/** The last days up to the latest sale, at most so many; none when nothing was sold. */
export function lastDays(byDay: readonly Day[], most: number): Day[] {
  const sold = new Map(byDay.map((day) => [day.day, day.sold]));
  const days = [...sold.keys()].sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const count = Math.min(most, Math.round((dayNumber(last) - dayNumber(first)) / DAY_MS) + 1);
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(dayNumber(last) - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return { day, sold: sold.get(day) ?? 0 };
  });
}

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`);
