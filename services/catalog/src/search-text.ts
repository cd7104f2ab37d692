/** Searching people's words: accents, case and punctuation do not matter, and the last word may be unfinished. */

const WORDS_MAX = 12;

/** The words of a text as they are stored and compared: lower case, without accents, one space between. */
export function foldedWords(...texts: readonly string[]): string {
  return wordsOf(texts.join(' ')).join(' ');
}

/**
 * A `to_tsquery('simple', …)` text: every word must be there, the last one at least as a beginning. Undefined when
 * nothing is asked; empty (it finds nothing) when what is asked has no letters or digits. Whatever is typed, the
 * result holds letters, digits and our own operators only, so the parser has nothing to choke on.
 */
export function searchQuery(typed: string | undefined): string | undefined {
  if (typed === undefined || typed.trim() === '') return undefined;
  const words = wordsOf(typed).slice(0, WORDS_MAX);
  return words.map((word, i) => (i === words.length - 1 ? `'${word}':*` : `'${word}'`)).join(' & ');
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
