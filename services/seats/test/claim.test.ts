import {
  claimKey,
  decide,
  FREE,
  HELD,
  holdMoves,
  type LockedClaim,
  mayMove,
  SOLD,
  type Wish,
} from '@usher/seats/claim';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const claim = (place: number, state: LockedClaim['state'], lapsed = false): LockedClaim => ({
  eventId: 'e',
  place,
  state,
  fence: 0,
  holdId: state === FREE ? undefined : 'h',
  lapsed,
});
const arbitraryClaim = (place: number) =>
  fc.constantFrom(claim(place, FREE), claim(place, HELD), claim(place, HELD, true), claim(place, SOLD));
const arbitraryWish = fc.record({ places: fc.uniqueArray(fc.nat(9), { maxLength: 4 }), quantity: fc.nat(3) });

describe('deciding wishes', () => {
  it('grants all of a wish or nothing, never a place twice, and refuses only with a reason', () => {
    fc.assert(
      fc.property(
        fc.tuple(...Array.from({ length: 10 }, (_, i) => arbitraryClaim(i))),
        fc.array(arbitraryWish, { maxLength: 8 }),
        fc.nat(6),
        (claims, asked, poolSize) => {
          const locked = new Map(claims.map((c) => [claimKey('e', c.place), c]));
          const pool = Array.from({ length: poolSize }, (_, i) => claim(100 + i, FREE));
          const wishes = asked.map(
            ({ places, quantity }, i): Wish => ({
              holdId: String(i),
              eventId: 'e',
              places,
              areas: quantity === 0 ? [] : [{ areaNo: 0, quantity }],
            }),
          );
          const given = new Set<number>();
          decide(wishes, locked, new Map([['e area 0', pool]])).forEach((decision, i) => {
            const wish = wishes[i];
            const blocked =
              wish?.places.filter(
                (place) =>
                  given.has(place) ||
                  ![FREE, HELD].includes(claims[place]?.state ?? SOLD) ||
                  (claims[place]?.state === HELD && !claims[place]?.lapsed),
              ) ?? [];
            if (decision.kind === 'taken') expect(decision.places).toEqual(blocked);
            else {
              expect(blocked).toEqual([]);
              const want = wish?.areas[0]?.quantity ?? 0;
              const left = pool.filter((c) => !given.has(c.place)).length;
              if (decision.kind === 'short') expect(left).toBeLessThan(want);
              else {
                expect(decision.claims).toHaveLength((wish?.places.length ?? 0) + want);
                for (const c of decision.claims) {
                  expect(given.has(c.place)).toBe(false);
                  given.add(c.place);
                }
              }
            }
          });
        },
      ),
    );
  });
});

describe('the moves of a hold', () => {
  it('never lead from a sale to anything but giving it back', () => {
    expect(holdMoves.sold).toEqual(['released']);
    expect(mayMove('released', 'held')).toBe(false);
  });
});
