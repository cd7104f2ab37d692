/** The readable part of a public address: `/events/northern-lights`. */

const SLUG_LENGTH_MAX = 60;

/** First parts of paths that mean something else, now or soon. */
const reserved = new Set([
  'admin',
  'api',
  'app',
  'assets',
  'auth',
  'dev',
  'documentation',
  'facets',
  'favicon',
  'health',
  'help',
  'images',
  'login',
  'logout',
  'me',
  'metrics',
  'new',
  'openapi',
  'orders',
  'popular',
  'ready',
  'register',
  'robots',
  'search',
  'sitemap',
  'static',
  'tickets',
  'venues',
  'well-known',
]);

/** Letters that Unicode does not take apart into a base letter and a mark. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  '&': ' and ',
};

/**
 * Makes the slug of a name: ASCII letters, digits and single hyphens, at most 60 characters. A name in a script
 * without such letters gives `event`. Never a reserved word, never something that reads as an id. Two names may
 * give the same slug; the caller tells them apart with a suffix.
 */
export function slugOf(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\x00-\x7f]|&/g, (letter) => letters[letter] ?? ' ')
    .replace(/['`]/g, '')
    .replace(/[^a-z0-9]+/g, '-');
  const slug = shortened(ascii).replace(/^-+|-+$/g, '');
  if (slug === '') return 'event';
  return reserved.has(slug) || readsAsId(slug) ? `event-${slug}` : slug;
}

/** Cuts at the last whole word that fits. */
function shortened(words: string): string {
  const trimmed = words.replace(/^-+|-+$/g, '');
  if (trimmed.length <= SLUG_LENGTH_MAX) return trimmed;
  const end = trimmed.lastIndexOf('-', SLUG_LENGTH_MAX);
  return trimmed.slice(0, end > 0 ? end : SLUG_LENGTH_MAX);
}

/** An event is found by id or by slug under one address, so no slug may look like an id. */
function readsAsId(slug: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(slug);
}
