/** Names of the files people save: plain ASCII, safe on every system and in a Content-Disposition header. */

const NAME_LENGTH_MAX = 60;
const LETTERS_WITHOUT_DECOMPOSITION: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
};

/**
 * e.g. `northern-lights-2027-05-01-F12.pdf`. The date is the event's own, in its zone; `place` is a row and
 * seat or an area and may be left out. A name without any Latin letter or digit becomes `fallback`.
 */
export function fileName(file: {
  eventName: string;
  startsAt: string;
  timeZone: string;
  place?: string;
  extension: 'pdf' | 'ics' | 'svg';
  fallback?: string;
}): string {
  const name = ascii(file.eventName).toLowerCase().slice(0, NAME_LENGTH_MAX).replace(/-+$/, '');
  const place = ascii(file.place ?? '').slice(0, NAME_LENGTH_MAX);
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone: file.timeZone, dateStyle: 'short' });
  const parts = [name || (file.fallback ?? 'event'), date.format(new Date(file.startsAt)), place];
  return `${parts.filter((part) => part !== '').join('-')}.${file.extension}`;
}

function ascii(text: string): string {
  return text
    .replace(/[ßæœøđðþłı]/giu, (letter) => LETTERS_WITHOUT_DECOMPOSITION[letter.toLowerCase()] ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
