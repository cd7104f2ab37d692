import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import type jsQR from 'jsqr';
import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { newCredentialKey, signCredential } from '../src/credential.ts';
import { renderTicketsPdf } from '../src/ticket-pdf.ts';
import type { TicketSheet } from '../src/ticket-sheet.ts';

const decode = createRequire(import.meta.url)('jsqr') as typeof jsQR.default;
const now = new Date('2026-11-21T09:00:00Z');
const MILLIMETRE = 72 / 25.4;
const PIXELS_PER_POINT = 3;
const sheet: TicketSheet = {
  ticketId: '0197e1a0-1111-7000-8000-00000000000a',
  code: signCredential(newCredentialKey(), {
    ticketId: '0197e1a0-1111-7000-8000-00000000000a',
    eventId: '0197e1a0-2222-7000-8000-00000000000b',
    number: 1,
    random: new Uint8Array(16).fill(7),
  }),
  shortCode: 'K7QF-2M9T',
  orderReference: 'USH-4F7K2P',
  event: {
    name: 'Northern Lights',
    startsAt: '2027-05-01T18:00:00Z',
    timeZone: 'Europe/Berlin',
    doorsAt: '2027-05-01T17:00:00Z',
  },
  venue: { name: 'Grand Theatre', address: 'Unter den Linden 7', city: 'Berlin', country: 'DE' },
  organization: { name: 'Lantern Stage' },
  seat: { section: 'Stalls', row: 'F', number: '12' },
  area: null,
  tier: { key: 'standard', name: 'Standard' },
  price: { amount: 4550, currency: 'EUR' },
  holder: { firstName: 'Ada', lastName: 'Lovelace' },
  accessible: false,
  locale: 'en-GB',
};
const named = (name: string): TicketSheet => ({ ...sheet, event: { ...sheet.event, name } });

/** The text of each page, its white space made single spaces. */
async function pagesOf(...tickets: TicketSheet[]): Promise<string[]> {
  const pdf = await getDocumentProxy(new Uint8Array(await renderTicketsPdf(tickets, { now })));
  const { text } = await extractText(pdf);
  return text.map((page) => page.replace(/\s+/g, ' '));
}

/** The filled squares of the QR code, in points from the top left corner of the page. */
function qrSquares(pdf: Buffer): { x: number; y: number; width: number; height: number }[] {
  const bodies = pdf.toString('latin1').matchAll(/\/FlateDecode\s*>>\s*stream\r?\n([\s\S]*?)\r?\nendstream/g);
  const contents = [...bodies].map(([, body]) => inflateSync(Buffer.from(body ?? '', 'latin1')).toString('latin1'));
  const drawn = contents.flatMap((content) => content.match(/\/Figure [\s\S]*?EMC/g) ?? []);
  return [...drawn.join('').matchAll(/([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re/g)].map((found) => {
    const [x = 0, y = 0, width = 0, height = 0] = found.slice(1).map(Number);
    return { x, y, width, height };
  });
}

describe('a printed ticket', () => {
  it('tells the event, the time with its zone, the place, the holder and the price', async () => {
    const [page = ''] = await pagesOf(sheet);
    const facts = [
      'Lantern Stage',
      'Northern Lights',
      '1 May 2027',
      '20:00',
      'Central European Summer Time (Europe/Berlin)',
      'Doors open 19:00',
      'Grand Theatre',
      'Unter den Linden 7, Berlin, Germany',
      'Section Stalls',
      'Row F',
      'Seat 12',
      'Ticket holder Ada Lovelace',
      'Ticket type Standard',
      'Price €45.50',
      'Order USH-4F7K2P',
      'Ticket K7QF-2M9T',
      'Anyone with this code can use it',
    ];
    for (const fact of facts) expect(page).toContain(fact);
  });

  it('names the area instead of a seat for general admission, and says when a place is accessible', async () => {
    const [page = ''] = await pagesOf({ ...sheet, seat: null, area: 'Standing floor', accessible: true, price: null });
    expect(page).toContain('Area Standing floor');
    expect(page).toContain('Standard, accessible place');
    expect(page).not.toMatch(/Section|Row|Price/);
  });

  it('has a QR code of 45 mm in the top third that reads back as the ticket code', async () => {
    const squares = qrSquares(await renderTicketsPdf([sheet], { now }));
    const left = Math.min(...squares.map(({ x }) => x));
    const top = Math.min(...squares.map(({ y }) => y));
    const right = Math.max(...squares.map(({ x, width }) => x + width));
    const bottom = Math.max(...squares.map(({ y, height }) => y + height));
    expect((right - left) / MILLIMETRE).toBeCloseTo(45, 1);
    expect(bottom).toBeLessThan(841.89 / 3);
    const side = Math.ceil((right - left + 40) * PIXELS_PER_POINT);
    const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
    const pixel = (length: number) => Math.round(length * PIXELS_PER_POINT);
    for (const { x, y, width, height } of squares) {
      for (let row = pixel(y - top + 20); row < pixel(y + height - top + 20); row++) {
        const from = row * side + pixel(x - left + 20);
        for (let at = from; at < from + pixel(width); at++) pixels.fill(0, at * 4, at * 4 + 3);
      }
    }
    expect(decode(pixels, side, side)?.data).toBe(sheet.code);
  });

  it('prints names of every script, and a visible substitute for what no face has', async () => {
    const scripts = ['Zoë Łukasz', 'Ωμέγα', 'Жанна', '渡邊美咲', '한국어', 'สมชาย', 'नमस्ते', 'தமிழ்', '🎉', 'ꦗꦮ'];
    const pages = await pagesOf(...scripts.map(named));
    for (const [index, name] of scripts.entries()) {
      // Shaping merges and reorders the glyphs of Indic scripts, so characters are looked for one by one.
      for (const character of name.replace(/\p{M}/gu, '')) expect(pages[index]).toContain(character);
    }
    const [page = ''] = await pagesOf(named('Ada \u{20bb7} Lovelace'));
    expect(page).toContain('Ada \ufffd Lovelace');
  });

  it('never throws or loses the seat over a name, however long, short or strange', async () => {
    const names = [
      'X',
      'W'.repeat(200),
      'word '.repeat(40),
      '🎸'.repeat(100),
      'א'.repeat(100),
      '\ud800',
      '\u0000\u202e',
      '',
    ];
    const tickets = names.map((name) => {
      const places = { seat: { section: name, row: name, number: '12' }, holder: { firstName: name, lastName: name } };
      return {
        ...named(name),
        ...places,
        organization: { name },
        venue: { name, address: name, city: name, country: name },
      };
    });
    const pages = await pagesOf(...tickets);
    expect(pages).toHaveLength(names.length);
    for (const page of pages) expect(page).toContain('Seat 12');
    const whole = 'Tale of the Philharmonic Orchestra '.repeat(6).trim().slice(0, 200);
    expect((await pagesOf(named(whole)))[0]).toContain(whole);
  });

  it('falls back to English dates for a locale that is none', async () => {
    expect((await pagesOf({ ...sheet, locale: 'xx-!!' }))[0]).toContain('Saturday, May 1, 2027');
  });

  it('takes one page each, in order, and says which of how many it is', async () => {
    const pages = await pagesOf(sheet, { ...sheet, seat: { section: 'Stalls', row: 'F', number: '13' } });
    expect(pages).toHaveLength(2);
    expect(pages[0]).toContain('Ticket 1 of 2');
    expect(pages[1]).toContain('Ticket 2 of 2');
    expect(pages[1]).toContain('Seat 13');
  });

  it('is the same bytes for the same tickets and time, whatever was printed in between', async () => {
    const first = await renderTicketsPdf([sheet], { now });
    await renderTicketsPdf([named('渡邊 office ﬁ 𝒜'), named('محمد')], { now: new Date(0) });
    expect((await renderTicketsPdf([sheet], { now })).equals(first)).toBe(true);
  });

  it('is tagged, titled, in a named language and embeds every font', async () => {
    const bytes = await renderTicketsPdf([sheet, named('渡邊 한국어 🎉')], { now });
    const pdf = bytes.toString('latin1');
    expect(pdf).toContain('/MarkInfo');
    expect(pdf).toMatch(/\/Lang \(en\)/);
    expect(pdf).toContain('/DisplayDocTitle true');
    expect(pdf).toContain('pdfuaid:part');
    expect(pdf.match(/\/FontFile[23]/g)?.length).toBe(pdf.match(/\/Type \/FontDescriptor/g)?.length);
    expect(pdf).not.toContain('/Subtype /Type1');
    const { info } = await (await getDocumentProxy(new Uint8Array(bytes))).getMetadata();
    expect(info).toMatchObject({ Title: 'Northern Lights: 2 tickets', Author: 'Lantern Stage' });
  });

  it('is refused for no tickets at all', () => {
    expect(() => renderTicketsPdf([], { now })).toThrow('at least one ticket');
  });
});
