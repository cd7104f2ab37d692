/** The short keys by which prices and seats find each other, made from the names people give. */

const KEY_MAX = 32;

/** One key per name, in order: letters and digits of the name, numbered where two would be alike. */
export function tierKeys(names: readonly string[], taken: readonly string[] = []): string[] {
  const used = new Set(taken);
  return names.map((name, index) => {
    const stem = stemOf(name) || `tier-${index + 1}`;
    let key = stem;
    for (let number = 2; used.has(key); number += 1) key = `${stem.slice(0, KEY_MAX - 4)}-${number}`;
    used.add(key);
    return key;
  });
}

/** The keys of rows of prices: their own, and for those without one made from the name. */
export function keysOfRows(rows: readonly { readonly key?: string | undefined; readonly name: string }[]): string[] {
  const own = rows.map(({ key = '' }) => key);
  const made = tierKeys(
    rows.map(({ name }) => name),
    own.filter((key) => key !== ''),
  );
  return own.map((key, index) => (key === '' ? (made[index] ?? '') : key));
}

/** A name for a key nobody has named yet: `upper-view` becomes `Upper view`. */
export function nameOfKey(key: string): string {
  const words = key.replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The tiers of a line like `Premium, Standard, Saver`. */
export function tierNames(line: string): string[] {
  return line
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function stemOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, KEY_MAX)
    .replace(/-+$/, '');
}
