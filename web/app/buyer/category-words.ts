/** Categories in words. Organizers name them freely; the usual ones have a plural of their own. */
const plurals: Readonly<Record<string, string>> = {
  concert: 'Concerts',
  musical: 'Musicals',
  talk: 'Talks',
  festival: 'Festivals',
  exhibition: 'Exhibitions',
  workshop: 'Workshops',
  party: 'Parties',
  conference: 'Conferences',
};

/** One event's kind: `concert` as `Concert`. */
export function categoryName(category: string): string {
  return category.charAt(0).toUpperCase() + category.slice(1);
}

/** Many of a kind, as a filter or a heading: `concert` as `Concerts`, `comedy` as `Comedy`. */
export function categoryPlural(category: string): string {
  return plurals[category.toLowerCase()] ?? categoryName(category);
}
