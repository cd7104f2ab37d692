import { describe, expect, it } from 'vitest';
import type { CalendarEntry } from '../src/calendar.ts';
import { renderCalendar } from '../src/calendar.ts';

const now = new Date('2026-11-21T09:00:00Z');
const entry: CalendarEntry = {
  orderId: '0197e1a0-3333-7000-8000-00000000000c',
  orderReference: 'USH-4F7K2P',
  event: {
    name: 'Northern Lights',
    startsAt: '2027-05-01T18:00:00Z',
    endsAt: '2027-05-01T21:30:00Z',
    timeZone: 'Europe/Berlin',
    doorsAt: '2027-05-01T17:00:00Z',
  },
  venue: { name: 'Grand Theatre', address: 'Unter den Linden 7', city: 'Berlin', country: 'DE' },
  organization: { name: 'Lantern Stage' },
  places: ['Stalls, row F, seat 12', 'Stalls, row F, seat 13'],
};

/** Content lines with their folding undone. */
const lines = (ics: string) => ics.replaceAll('\r\n ', '').split('\r\n');

describe('the calendar entry of an order', () => {
  it("stands at the event's local time, with the rules of its zone", () => {
    const content = lines(renderCalendar(entry, { now }));
    expect(content).toContain('DTSTART;TZID=Europe/Berlin:20270501T200000');
    expect(content).toContain('DTEND;TZID=Europe/Berlin:20270501T233000');
    expect(content).toContain('DTSTAMP:20261121T090000Z');
    expect(content.filter((line) => line === 'TZID:Europe/Berlin')).toHaveLength(1);
    expect(content.indexOf('END:VTIMEZONE')).toBeLessThan(content.indexOf('BEGIN:VEVENT'));
  });

  it('uses one name for the zone even where the zone has an old one', () => {
    const content = lines(renderCalendar({ ...entry, event: { ...entry.event, timeZone: 'Asia/Calcutta' } }, { now }));
    expect(content).toContain('TZID:Asia/Kolkata');
    expect(content).toContain('DTSTART;TZID=Asia/Kolkata:20270501T233000');
  });

  it('tells where, which seats, and from whom', () => {
    const content = lines(renderCalendar(entry, { now }));
    expect(content).toContain('SUMMARY:Northern Lights');
    expect(content).toContain('LOCATION:Grand Theatre\\, Unter den Linden 7\\, Berlin\\, DE');
    expect(content).toContain(
      'DESCRIPTION:Doors open 19:00\\nStalls\\, row F\\, seat 12\\nStalls\\, row F\\, seat 13\\nOrder USH-4F7K2P\\nSold by Lantern Stage',
    );
  });

  it('keeps its UID, so that a second import updates the first', () => {
    const later = new Date('2027-01-01T00:00:00Z');
    for (const at of [now, later]) {
      expect(lines(renderCalendar(entry, { now: at }))).toContain(`UID:${entry.orderId}`);
    }
  });

  it('folds at 75 bytes without cutting a character, ends lines with CRLF and lets no name add a line', () => {
    const name = `${'東京🎸; "x"\\'.repeat(30)}\r\nATTENDEE:mailto:x@example.com`;
    const ics = renderCalendar({ ...entry, event: { ...entry.event, name } }, { now });
    expect(ics.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(ics.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of ics.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(ics).not.toContain('\ufffd');
    const summary = lines(ics).find((line) => line.startsWith('SUMMARY:'));
    expect(summary).toBe(`SUMMARY:${'東京🎸\\; "x"\\\\'.repeat(30)}\\nATTENDEE:mailto:x@example.com`);
    expect(lines(ics).filter((line) => line.startsWith('ATTENDEE'))).toEqual([]);
  });
});
