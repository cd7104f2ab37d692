/** The languages a person can ask to be written to in, by their own names. */

const offered = ['en', 'ar', 'da', 'de', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'sv', 'tr', 'uk'];

export interface LanguageChoice {
  readonly tag: string;
  readonly name: string;
}

/** Those, and the one somebody has already. Names are made on the server only: browsers know other ones. */
export function languageChoices(current: string): LanguageChoice[] {
  const tags = offered.includes(current) ? offered : [current, ...offered];
  return tags.map((tag) => ({ tag, name: ownName(tag) }));
}

/** `Deutsch`, `français (Canada)`; a tag nobody knows stays as it is. */
function ownName(tag: string): string {
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
