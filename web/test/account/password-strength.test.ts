import { expect, test } from 'vitest';
import { strengthOf } from '../../app/account/password-strength.ts';

const levelOf = (password: string, owner = {}) => strengthOf(password, owner)?.level;

test('Nothing typed has no strength', () => {
  expect(strengthOf('')).toBeUndefined();
});

test('A password that is too short says how many characters are missing', () => {
  expect(strengthOf('abc')).toEqual({ level: 0, sentence: '5 more characters needed.' });
  expect(strengthOf('violets')).toEqual({ level: 0, sentence: '1 more character needed.' });
  expect(strengthOf('lilacs', { minimum: 15 })).toEqual({ level: 0, sentence: '9 more characters needed.' });
});

test('Characters are counted as people see them', () => {
  expect(levelOf('🎭🎻🎺🥁🎷🪕🎹')).toBe(0);
  expect(levelOf('🎭🎻🎺🥁🎷🪕🎹🎸')).toBe(1);
});

test.each(['password123', 'qwertyuiop12', 'aaaaaaaaaaaaaaaa', 'abcabcabcabcabcabc', 'usher-ticket-1234'])(
  '%s is easy to guess, however long',
  (password) => {
    expect(levelOf(password)).toBe(1);
  },
);

test('Names and the address are taken out before anything is promised', () => {
  const personal = ['Ada', 'Lovelace', 'ada.lovelace@example.com'];
  expect(levelOf('adalovelace1815', { personal })).toBe(1);
  expect(levelOf('adalovelace1815')).toBe(2);
});

test('Length makes it good, more length makes it hard to guess', () => {
  expect(levelOf('river+lamp')).toBe(1);
  expect(levelOf('river+lamp+oak')).toBe(2);
  expect(levelOf('correct horse battery staple')).toBe(3);
});
