import fc from 'fast-check';
import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { Id } from '../src/ids.ts';
import { seatIdAt, seatIdBaseOf, seatIndexOf } from '../src/seat-ids.ts';

const base = seatIdBaseOf('0198C0DE-1234-7ABC-8DEF-0123456789AB');
const index = fc.integer({ min: 0, max: 2 ** 20 - 1 });

describe('seat ids', () => {
  it('start from a base whose last 20 bits are zero', () => {
    expect(base).toBe('0198c0de-1234-7abc-8def-012345600000');
  });

  it('write the index into the last five digits', () => {
    expect(seatIdAt(base, 0)).toBe(base);
    expect(seatIdAt(base, 59_999)).toBe('0198c0de-1234-7abc-8def-01234560ea5f');
    expect(seatIdAt(base, 2 ** 20 - 1)).toBe('0198c0de-1234-7abc-8def-0123456fffff');
  });

  it('give back the index they were made from, and are ids the API takes', () => {
    fc.assert(
      fc.property(index, (i) => {
        const id = seatIdAt(seatIdBaseOf(v7()), i);
        expect(Id.safeParse(id).success).toBe(true);
        expect(seatIndexOf(seatIdBaseOf(id), id)).toBe(i);
      }),
    );
  });

  it('differ whenever their index differs, and sort like it', () => {
    fc.assert(
      fc.property(index, index, (a, b) => {
        expect(Math.sign(seatIdAt(base, a) < seatIdAt(base, b) ? -1 : a === b ? 0 : 1)).toBe(Math.sign(a - b));
      }),
    );
  });

  it('of another map have no index', () => {
    const other = seatIdBaseOf('0198c0de-1234-7abc-8def-1123456789ab');
    expect(seatIndexOf(base, seatIdAt(other, 7))).toBeUndefined();
  });

  it('that only look like one have no index', () => {
    for (const end of ['', '0000', '000000', '0000g', '+0001', '0x001', ' 0001', '1.0e1']) {
      expect(seatIndexOf(base, base.slice(0, 31) + end), end).toBeUndefined();
    }
  });

  it('cannot be made for an index no map has', () => {
    for (const wrong of [-1, 0.5, 2 ** 20, Number.NaN]) expect(() => seatIdAt(base, wrong)).toThrow('seat ids');
    expect(() => seatIdBaseOf('not-an-id')).toThrow('not a UUID');
  });
});
