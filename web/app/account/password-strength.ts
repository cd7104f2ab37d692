/**
 * How hard a password looks, while it is typed. Accounts has the last word, with its list of common passwords; this
 * never promises more than it can see.
 */
interface Strength {
  /** 0: refused as it is, 1: easy to guess, 2: will do, 3: hard to guess. */
  readonly level: 0 | 1 | 2 | 3;
  readonly sentence: string;
}

interface Owner {
  /** The fewest characters this person's role may have. */
  readonly minimum?: number | undefined;
  /** What somebody who knows the person would try first: names, the address. */
  readonly personal?: readonly string[] | undefined;
}

const MINIMUM = 8;
const GOOD = 12;
const STRONG = 16;
const VARIED = 8;

/** The strength of what is typed so far; undefined while nothing is. */
export function strengthOf(password: string, { minimum = MINIMUM, personal = [] }: Owner = {}): Strength | undefined {
  const text = password.normalize('NFC');
  const length = Array.from(text).length;
  if (length === 0) return undefined;
  const missing = minimum - length;
  if (missing > 0)
    return { level: 0, sentence: `${missing} more ${missing === 1 ? 'character' : 'characters'} needed.` };
  if (isGuessable(text.toLowerCase(), personal))
    return { level: 1, sentence: 'Easy to guess. Add words that don’t belong together.' };
  if (length >= STRONG) return { level: 3, sentence: 'Hard to guess.' };
  if (length >= GOOD) return { level: 2, sentence: 'Good. Longer is better still.' };
  return { level: 1, sentence: 'Short. Three or four words would be much harder to guess.' };
}

const firstTried =
  /password|passwort|welcome|letmein|qwert|yuiop|asdf|hjkl|zxcv|admin|usher|ticket|abc|1234|4321|1111|0000/g;

/** What is left when everything tried first is taken out must still be something. */
function isGuessable(text: string, personal: readonly string[]): boolean {
  const words = personal.flatMap((word) => word.toLowerCase().split(/[\s@.]+/)).filter((word) => word.length > 2);
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), text.replaceAll(firstTried, ''));
  return new Set(text).size < VARIED - 2 || Array.from(rest).length < VARIED - 2 || /(.{1,4})\1{2,}/u.test(text);
}
