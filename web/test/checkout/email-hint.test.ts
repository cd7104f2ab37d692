/** The hint about a mistyped mail domain: right where it speaks, silent otherwise. */
import { describe, expect, it } from 'vitest';
import { meantAddress } from '../../app/checkout/email-hint.ts';

describe('the address that was probably meant', () => {
  it.each([
    ['ada@gmial.com', 'ada@gmail.com'],
    ['ada@gmai.com', 'ada@gmail.com'],
    ['ada@gmail.con', 'ada@gmail.com'],
    ['ada@gmaill.com', 'ada@gmail.com'],
    ['ada@hotmial.com', 'ada@hotmail.com'],
    ['ada@yaho.com', 'ada@yahoo.com'],
    ['Ada.Lovelace+tickets@outlok.com', 'Ada.Lovelace+tickets@outlook.com'],
    ['ada@GMIAL.com', 'ada@gmail.com'],
  ])('for %s is %s', (typed, meant) => {
    expect(meantAddress(typed)).toBe(meant);
  });

  it.each([
    'ada@gmail.com',
    'ada@googlemail.com',
    'ada@example.com',
    'ada@company.co',
    'ada',
    'ada@',
    '@gmial.com',
    '',
  ])('is not guessed for %j', (typed) => {
    expect(meantAddress(typed)).toBeUndefined();
  });
});
