/** Catches the slip of a finger in a mail address: the tickets go there. */

const known = [
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'hotmail.co.uk',
  'live.com',
  'yahoo.com',
  'yahoo.co.uk',
  'icloud.com',
  'me.com',
  'aol.com',
  'proton.me',
  'protonmail.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  't-online.de',
  'orange.fr',
  'wanadoo.fr',
  'free.fr',
  'libero.it',
];

/** The address that was probably meant, or undefined when this one looks right. */
export function meantAddress(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const domain = address
    .slice(at + 1)
    .trim()
    .toLowerCase();
  if (at < 1 || domain.length < 4 || known.includes(domain)) return undefined;
  const meant = known.find((each) => slips(domain, each) === 1) ?? known.find((each) => isScramble(domain, each));
  return meant === undefined ? undefined : `${address.slice(0, at)}@${meant}`;
}

/** One letter too few, too many, or another; two swapped count as one slip. More than one is not worth guessing. */
function slips(typed: string, meant: string): number {
  if (Math.abs(typed.length - meant.length) > 1) return 2;
  let start = 0;
  while (start < typed.length && typed[start] === meant[start]) start++;
  let end = 0;
  const shorter = Math.min(typed.length, meant.length);
  while (end < shorter - start && typed.at(-1 - end) === meant.at(-1 - end)) end++;
  const left = typed.slice(start, typed.length - end);
  const right = meant.slice(start, meant.length - end);
  if (left.length <= 1 && right.length <= 1) return left === right ? 0 : 1;
  return left.length === 2 && left[0] === right[1] && left[1] === right[0] ? 1 : 2;
}

/** The same letters in another order, beginning alike: `gmial.com`, `hotmial.com`. */
function isScramble(typed: string, meant: string): boolean {
  const letters = (text: string): string => text.split('').sort().join('');
  return typed[0] === meant[0] && letters(typed) === letters(meant);
}
