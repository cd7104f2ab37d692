import { describe, expect, it } from 'vitest';
import { isTimeZone, toInstant } from '../src/event-time.ts';

describe('a local start time', () => {
  it('becomes the instant at which clocks at the venue show it', () => {
    expect(toInstant('2027-05-01T20:00', 'Europe/Berlin')).toEqual({ instant: '2027-05-01T18:00:00.000Z' });
    expect(toInstant('2027-01-15T19:30', 'America/New_York')).toEqual({ instant: '2027-01-16T00:30:00.000Z' });
    expect(toInstant('2027-06-01T20:00:30', 'Asia/Kathmandu')).toEqual({ instant: '2027-06-01T14:15:30.000Z' });
  });

  it('that clocks skip in spring is refused with the readings before and after', () => {
    expect(toInstant('2027-03-28T02:30', 'Europe/Berlin')).toEqual({
      fault: 'gap',
      choices: [
        { local: '2027-03-28T01:30', offset: '+01:00', instant: '2027-03-28T00:30:00.000Z' },
        { local: '2027-03-28T03:30', offset: '+02:00', instant: '2027-03-28T01:30:00.000Z' },
      ],
    });
    expect(toInstant('2027-03-28T02:30', 'Europe/Berlin', '+02:00')).toMatchObject({ fault: 'gap' });
  });

  const twice = [
    { local: '2027-10-31T02:30', offset: '+02:00', instant: '2027-10-31T00:30:00.000Z' },
    { local: '2027-10-31T02:30', offset: '+01:00', instant: '2027-10-31T01:30:00.000Z' },
  ];

  it('that happens twice in autumn is refused with both readings', () => {
    expect(toInstant('2027-10-31T02:30', 'Europe/Berlin')).toEqual({ fault: 'overlap', choices: twice });
  });

  it('that happens twice is settled by an offset', () => {
    for (const { offset, instant } of twice) {
      expect(toInstant('2027-10-31T02:30', 'Europe/Berlin', offset)).toEqual({ instant });
    }
    expect(toInstant('2027-10-31T02:30', 'Europe/Berlin', '+05:00')).toEqual({ fault: 'wrong_offset', choices: twice });
  });

  it('with an offset the zone does not have then is refused', () => {
    expect(toInstant('2027-05-01T20:00', 'Europe/Berlin', '+02:00')).toEqual({ instant: '2027-05-01T18:00:00.000Z' });
    expect(toInstant('2027-05-01T20:00', 'Europe/Berlin', '+01:00')).toMatchObject({ fault: 'wrong_offset' });
  });

  it('that is no date is refused', () => {
    for (const local of ['2027-02-30T20:00', '2027-05-01T24:30', '2027-13-01T20:00', 'tomorrow']) {
      expect(toInstant(local, 'Europe/Berlin'), local).toEqual({ fault: 'unknown_time', choices: [] });
    }
  });

  it('knows zones by their names, old ones included, and nothing else', () => {
    for (const zone of ['Europe/Berlin', 'UTC', 'US/Eastern', 'America/Argentina/Buenos_Aires', 'Asia/Calcutta']) {
      expect(isTimeZone(zone), zone).toBe(true);
    }
    for (const zone of ['', 'Mars/Olympus', '../../etc', '/etc/localtime', '+02:00', 'Europe/', 'Europe/Berlin\n']) {
      expect(toInstant('2027-05-01T20:00', zone), zone).toEqual({ fault: 'unknown_zone', choices: [] });
    }
  });
});
