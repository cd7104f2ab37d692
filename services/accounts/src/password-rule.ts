/** What makes a password too easy to guess. Pure; length bounds for everybody are in the contract. */
import { dictionary } from '@zxcvbn-ts/language-common';
import { type Refusal, refuse } from '@usher/kit/refusal';

/** Whose password it is: what an attacker would try first. */
export interface PasswordOwner {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: string;
}

const STAFF_CHARACTERS_MIN = 15;
const PRODUCT_WORDS = [
  'usher',
  'ticket',
  'tickets',
  'password',
  'passwort',
  'welcome',
  'letmein',
  'admin',
  'administrator',
];
const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
  'yxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn',
].flatMap((run) => [run, Array.from(run).reverse().join('')]);

let common: ReadonlySet<string> | undefined;

/** A refusal that says what to do instead, or undefined for a password that will do. `path` is the field it came in. */
export function refuseWeak(password: string, owner: PasswordOwner, path: string): Refusal<'weak_password'> | undefined {
  const message = weakness(password.normalize('NFC'), owner);
  return message === undefined
    ? undefined
    : refuse('weak_password', { detail: `The password ${message}.`, more: { errors: [{ path, message }] } });
}

function weakness(password: string, owner: PasswordOwner): string | undefined {
  if (owner.role !== 'customer' && Array.from(password).length < STAFF_CHARACTERS_MIN)
    return `must have at least ${STAFF_CHARACTERS_MIN} characters for this role`;
  const plain = password.toLowerCase().trim();
  const bare = plain.replace(/[\d\p{P}\p{S}\s]+$/u, '').replace(/^[\d\p{P}\p{S}\s]+/u, '');
  common ??= new Set(dictionary['passwords-common']);
  if (common.has(plain)) return 'is on a list of passwords that are tried first';
  if (new Set(plain).size < 4) return 'repeats too few characters';
  if (isRepeated(plain)) return 'repeats one short piece';
  if (isRun(plain)) return 'follows the alphabet, the digits or the keyboard';
  if (PRODUCT_WORDS.includes(bare)) return 'is a word that is tried first, with digits or signs around it';
  if (personal(owner).some((word) => word === plain || word === bare))
    return 'is made of the name or the e-mail address';
  return undefined;
}

/** "abcabcabc": a piece of at most four characters, over and over. */
function isRepeated(text: string): boolean {
  return [1, 2, 3, 4].some(
    (size) =>
      text
        .slice(0, size)
        .repeat(Math.ceil(text.length / size))
        .slice(0, text.length) === text,
  );
}

function isRun(text: string): boolean {
  return RUNS.some((run) => run.repeat(Math.ceil(text.length / run.length) + 1).includes(text));
}

function personal({ email, firstName, lastName }: PasswordOwner): string[] {
  const local = email.slice(0, email.indexOf('@'));
  const names = [
    firstName,
    lastName,
    `${firstName}${lastName}`,
    `${lastName}${firstName}`,
    `${firstName} ${lastName}`,
    `${firstName}.${lastName}`,
  ];
  return [email, local, email.slice(email.indexOf('@') + 1), ...names]
    .map((word) => word.normalize('NFC').toLowerCase())
    .filter((word) => word !== '');
}
