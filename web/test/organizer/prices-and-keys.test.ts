import { describe, expect, it } from 'vitest';
import { amountOf, priceText } from '../../app/organizer/price-text.ts';
import { rowsOf } from '../../app/organizer/event-form.ts';
import { placesNow } from '../../app/organizer/live-sales.ts';
import { keysOfRows, nameOfKey, tierKeys, tierNames } from '../../app/organizer/tier-keys.ts';
import { unpricedRows } from '../../app/organizer/unpriced-rows.ts';

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

describe('the rows of prices', () => {
  const row = (name: string, key = '') => ({ key, name, price: '10' });

  it('have their own keys, and new ones those their names make', () => {
    expect(keysOfRows([row('Best seats', 'gold'), row('Upper view')])).toEqual(['gold', 'upper-view']);
  });

  it('leave the parts of a seat map unpriced that have neither a key nor a name among them', () => {
    expect(unpricedRows(['gold', 'standard', 'upper-view'], [row('Best seats', 'gold'), row('Standard')])).toEqual([
      { key: 'upper-view', name: 'Upper view', price: '' },
    ]);
    expect(unpricedRows(['gold'], [row('Gold')])).toEqual([]);
    expect(unpricedRows([], [row('Gold')])).toEqual([]);
  });

  it('are never more than a form can have', () => {
    const many = Array.from({ length: 19 }, (_, i) => row(`Row ${i}`));
    expect(unpricedRows(['a', 'b', 'c'], many)).toHaveLength(1);
  });

  it('are read from the form, where an empty field is none', () => {
    expect(rowsOf([{ key: 'gold', name: 'Gold' }, undefined])).toEqual([
      { key: 'gold', name: 'Gold', price: '' },
      { key: '', name: '', price: '' },
    ]);
    expect(rowsOf(undefined)).toBeUndefined();
  });
});

describe('the places by tier', () => {
  it('follow an area that was resized after its map was drawn', () => {
    const floor = { id: 'floor', name: 'Floor', capacity: 100, tierKey: 'floor' };
    const drawn = { placesByTier: { stalls: 300, floor: 120 }, areas: [floor] };
    expect(placesNow(drawn, [{ id: 'floor', free: 10, capacity: 60 }])).toEqual({ stalls: 300, floor: 80 });
    expect(placesNow(drawn, [])).toEqual(drawn.placesByTier);
  });
});
