import { expect, test } from 'vitest';
import { FindOrderForm } from '../../app/orders/find-order-form.ts';

const referenceOf = (reference: string) => FindOrderForm.parse({ reference, email: 'Ada@Example.com' }).reference;

test.each([
  ['K7QF2M9X', 'K7QF2M9X'],
  [' k7qf 2m9x ', 'K7QF2M9X'],
  ['K7QF-2M9X', 'K7QF2M9X'],
  ['K7QF2M9X-2', 'K7QF2M9X'],
  ['K7QF-2M9X – 12', 'K7QF2M9X'],
])('%j is read as %s', (typed, read) => {
  expect(referenceOf(typed)).toBe(read);
});

test('An address is compared in lower case', () => {
  expect(FindOrderForm.parse({ reference: 'K7QF2M9X', email: 'Ada@Example.com' }).email).toBe('ada@example.com');
});

test('Nothing but spaces is no reference', () => {
  expect(FindOrderForm.safeParse({ reference: ' - ', email: 'ada@example.com' }).success).toBe(false);
});
