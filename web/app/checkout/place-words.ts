/** Where somebody will sit or stand, as one says it. */

export interface Place {
  readonly section: string;
  readonly row: string | null;
  readonly number: string | null;
}

/** `Stalls A, row F, seat 12`; of an area only its name. */
export function placeWords({ section, row, number }: Place): string {
  return [section, row !== null && `row ${row}`, number !== null && `seat ${number}`].filter(Boolean).join(', ');
}

/** A name for each place that no other place of the list has: tickets of one area are counted through. */
export function placeNames(places: readonly Place[]): string[] {
  const words = places.map(placeWords);
  return words.map((name, i) => {
    const isShared = words.indexOf(name) !== words.lastIndexOf(name);
    return isShared ? `${name}, ticket ${words.slice(0, i + 1).filter((each) => each === name).length}` : name;
  });
}
