/** HTML in which every value is escaped unless it is HTML already. */

/** HTML that was built here: safe to put into a page as it is. */
export interface Html {
  readonly html: string;
}

type Value = string | number | Html | readonly Html[];

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A piece of a page. Strings and numbers are escaped for text and for quoted attributes. */
export function html(pieces: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: pieces.reduce((page, piece, index) => page + asHtml(values[index - 1]) + piece) };
}

function asHtml(value: Value | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') {
    return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? '');
  }
  return 'html' in value ? value.html : value.map((item) => item.html).join('');
}
