import { Currency } from '@usher/contracts/money';
import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatCountdown,
  formatMoney,
  formatMoneyFrom,
  formatMoneyShort,
  formatRelative,
} from '../../app/words/format.ts';
import { formatEventTime, formatTimeRange, formatZone, sameClock } from '../../app/words/format-time.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('money', () => {
  it('has the digits of its own currency', () => {
    expect(formatMoney({ amount: 4500, currency: 'EUR' })).toBe('€45.00');
    expect(formatMoney({ amount: 4500, currency: 'JPY' })).toBe('¥4,500');
    expect(plain(formatMoney({ amount: 12_500, currency: 'KWD' }))).toBe('KWD 12.500');
  });

  it('keeps its value when the zeros are left out, in every currency', () => {
    for (const currency of Currency.options) {
      const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
      const whole = { amount: 45 * 10 ** (digits.maximumFractionDigits ?? 2), currency };
      expect(formatMoneyShort(whole).replace(/\D/g, '')).toBe('45');
      expect(formatMoney(whole).replace(/\D/g, '')).toBe(String(whole.amount));
    }
    expect(formatMoneyShort({ amount: 4550, currency: 'EUR' })).toBe('€45.50');
  });

  it('says free instead of nought', () => {
    expect(formatMoneyFrom({ amount: 0, currency: 'EUR' })).toBe('Free');
    expect(formatMoneyFrom({ amount: 3850, currency: 'EUR' })).toBe('from €38.50');
  });
});

describe('time', () => {
  it('is told by the clock of the venue, whatever the clock of this machine', () => {
    expect(formatEventTime('2027-05-01T18:00:00Z', 'Europe/Berlin')).toBe('Sat 1 May 2027, 20:00');
    expect(formatEventTime('2027-05-01T18:00:00Z', 'Asia/Tokyo')).toBe('Sun 2 May 2027, 03:00');
    expect(formatEventTime('2027-05-01T22:00:00Z', 'Europe/Berlin')).toBe('Sun 2 May 2027, 00:00');
  });

  it('names the day of an end that lies on another day', () => {
    expect(formatTimeRange('2027-05-01T18:00:00Z', '2027-05-01T20:30:00Z', 'Europe/Berlin')).toBe('20:00 to 22:30');
    expect(formatTimeRange('2027-05-01T20:00:00Z', '2027-05-02T01:00:00Z', 'Europe/Berlin')).toBe(
      '22:00 to Sun 2 May, 03:00',
    );
  });

  it('is said to differ only where the clocks differ', () => {
    expect(sameClock('2027-05-01T18:00:00Z', 'Europe/Berlin', 'Europe/Paris')).toBe(true);
    expect(sameClock('2027-05-01T18:00:00Z', 'Europe/Berlin', 'Europe/London')).toBe(false);
    expect(formatZone('America/New_York')).toBe('New York time');
  });

  it('counts down in minutes and seconds and stops at nought', () => {
    expect([272, 59, 0, -3, 3723].map(formatCountdown)).toEqual(['4:32', '0:59', '0:00', '0:00', '1:02:03']);
  });

  it('is relative in the largest unit that fits', () => {
    expect(formatRelative(-7200)).toBe('2 hours ago');
    expect(formatRelative(172_800)).toBe('in 2 days');
  });
});

describe('counts', () => {
  it('agree with their noun', () => {
    expect([0, 1, 1204].map((count) => formatCount(count, 'seat'))).toEqual(['0 seats', '1 seat', '1,204 seats']);
    expect(formatCount(2, 'place is', 'places are')).toBe('2 places are');
  });
});
