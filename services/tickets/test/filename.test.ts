import { describe, expect, it } from 'vitest';
import { fileName } from '../src/filename.ts';

const event = { eventName: 'Northern Lights', startsAt: '2027-05-01T18:00:00Z', timeZone: 'Europe/Berlin' };

describe('a file name', () => {
  it('tells the event, its day and the place', () => {
    expect(fileName({ ...event, place: 'F12', extension: 'pdf' })).toBe('northern-lights-2027-05-01-F12.pdf');
    expect(fileName({ ...event, extension: 'ics' })).toBe('northern-lights-2027-05-01.ics');
  });

  it('names the day where the event is, not where the server is', () => {
    const late = { ...event, startsAt: '2027-05-01T23:30:00Z' };
    expect(fileName({ ...late, extension: 'pdf' })).toBe('northern-lights-2027-05-02.pdf');
    expect(fileName({ ...late, timeZone: 'America/New_York', extension: 'pdf' })).toContain('2027-05-01');
  });

  it('is plain ASCII whatever the event is called', () => {
    const names = [
      'Ærøskøbing Straße Łódź',
      '../../etc/passwd',
      'a"b\r\nSet-Cookie: x',
      '北京',
      "L'Été",
      'x'.repeat(300),
    ];
    const files = names.map((eventName) => fileName({ ...event, eventName, place: 'Größe 1/2', extension: 'pdf' }));
    for (const file of files) expect(file).toMatch(/^[a-z0-9-]{1,60}-2027-05-01-Grosse-1-2\.pdf$/);
    expect(files[0]).toBe('aeroskobing-strasse-lodz-2027-05-01-Grosse-1-2.pdf');
    expect(files[3]).toBe('event-2027-05-01-Grosse-1-2.pdf');
    expect(files[4]).toBe('lete-2027-05-01-Grosse-1-2.pdf');
  });
});
