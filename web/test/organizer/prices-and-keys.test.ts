import { describe, expect, it } from 'vitest';
import { amountOf, priceText } from '../../app/organizer/price-text.ts';
import { nameOfKey, tierKeys, tierNames } from '../../app/organizer/tier-keys.ts';

describe('a price as typed', () => {
  it('is read with a point, with a comma and without either', () => {
    expect(amountOf('45', 'EUR')).toBe(4500);
    expect(amountOf('45.5', 'EUR')).toBe(4550);
    expect(amountOf(' 1 045,05 ', 'EUR')).toBe(104_505);
  });

  it('has the digits of its currency and no more', () => {
    expect(amountOf('4500', 'JPY')).toBe(4500);
    expect(amountOf('45.5', 'JPY')).toBeUndefined();
    expect(amountOf('12.345', 'KWD')).toBe(12_345);
    expect(amountOf('12.345', 'EUR')).toBeUndefined();
  });

  it('is refused when it is no amount, or more than anybody may ask', () => {
    for (const text of ['', 'free', '-1', '1e3', '4.5.6', '99999999999']) expect(amountOf(text, 'EUR')).toBeUndefined();
    expect(amountOf('10000000', 'EUR')).toBe(1_000_000_000);
    expect(amountOf('10000000.01', 'EUR')).toBeUndefined();
  });

  it('comes back as the same amount', () => {
    for (const price of [
      { amount: 5, currency: 'EUR' },
      { amount: 104_505, currency: 'EUR' },
      { amount: 4500, currency: 'JPY' },
      { amount: 12_345, currency: 'KWD' },
    ] as const)
      expect(amountOf(priceText(price), price.currency)).toBe(price.amount);
    expect(priceText({ amount: 5, currency: 'EUR' })).toBe('0.05');
  });
});

describe('the key of a tier', () => {
  it('is made of the letters and digits of its name', () => {
    expect(tierKeys(['Upper view', 'Façade №2', '  Stalls!  '])).toEqual(['upper-view', 'facade-no2', 'stalls']);
  });

  it('is its own, also where names are alike, or taken', () => {
    expect(tierKeys(['Stalls', 'stalls', 'STALLS'], ['stalls-2'])).toEqual(['stalls', 'stalls-3', 'stalls-4']);
  });

  it('is there for names in any script, and never too long', () => {
    expect(tierKeys(['المسرح', '舞台'])).toEqual(['tier-1', 'tier-2']);
    const long = 'x'.repeat(80);
    for (const key of tierKeys([long, long])) expect(key).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/);
  });

  it('can be read as a name again', () => {
    expect(nameOfKey('upper-view')).toBe('Upper view');
    expect(tierNames(' Gold, ,Silver ,')).toEqual(['Gold', 'Silver']);
  });
});
