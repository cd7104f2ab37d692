import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slugOf } from '../src/slug.ts';

describe('a slug', () => {
  it('is the name in lower-case ASCII words', () => {
    expect(slugOf('Northern Lights: Live at the Harbour!')).toBe('northern-lights-live-at-the-harbour');
    expect(slugOf("  Rock'n'Roll  &  Soul ")).toBe('rocknroll-and-soul');
  });

  it('writes accents and special letters plainly', () => {
    expect(slugOf('Ænima – Björk & Motörhead à Łódź')).toBe('aenima-bjork-and-motorhead-a-lodz');
    expect(slugOf('Straße №5 ﬁnal')).toBe('strasse-no5-final');
  });

  it('is "event" for a name without such letters', () => {
    for (const name of ['コンサート', 'Концерт', '🎸🎸', '---', '']) expect(slugOf(name), name).toBe('event');
  });

  it('ends at a whole word within 60 characters', () => {
    expect(slugOf('a very long name '.repeat(10))).toBe('a-very-long-name-a-very-long-name-a-very-long-name-a-very');
    expect(slugOf('x'.repeat(200))).toBe('x'.repeat(60));
  });

  it('is never a word that means something else in an address', () => {
    expect(slugOf('Popular')).toBe('event-popular');
    expect(slugOf('Facets')).toBe('event-facets');
    expect(slugOf('API')).toBe('event-api');
    expect(slugOf('.well-known')).toBe('event-well-known');
  });

  it('never reads as an id', () => {
    expect(slugOf('0198c0de-1234-7abc-8def-0123456789ab')).toBe('event-0198c0de-1234-7abc-8def-0123456789ab');
  });

  it('fits an address whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const slug = slugOf(name);
        expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(slug.length).toBeLessThanOrEqual(60);
        expect(slugOf(slug)).toBe(slug);
      }),
    );
  });
});
