import { refusals } from '@usher/contracts/refusals';
import { describe, expect, it } from 'vitest';
import { refusalSentence, refusalWords } from '../../app/words/refusals.ts';

describe('the words of a refusal', () => {
  it.each(Object.keys(refusals))('%s: are sentences without code, blame or shouting', (code) => {
    const { fact, remedy } = refusalWords({ code });
    for (const sentence of [fact, ...(remedy === undefined ? [] : [remedy])]) {
      expect(sentence).toMatch(/^[\p{Lu}\d].*[.]$/u);
      expect(sentence).not.toMatch(/_|!|oops|unfortunately|invalid|undefined|null|NaN/i);
    }
  });

  it('count what the answer counted', () => {
    expect(refusalWords({ code: 'too_many_tickets', more: { max: 8, have: 0 } }).fact).toBe(
      'You can buy up to 8 tickets for this event.',
    );
    expect(refusalSentence({ code: 'too_many_tickets', more: { max: 8, have: 6 } })).toBe(
      'You already have 6 of the 8 tickets allowed. You can still get 2 more.',
    );
    expect(refusalWords({ code: 'seats_taken', more: { seatIds: ['a'] } }).fact).toMatch(/^One of your seats/);
    expect(refusalWords({ code: 'seats_taken', more: { seatIds: ['a', 'b'] } }).fact).toMatch(/^2 of your seats/);
    expect(refusalSentence({ code: 'capacity_below_claimed', more: { claimed: 412 } })).toBe(
      '412 places are already sold or held. The smallest capacity you can set is 412.',
    );
    expect(refusalSentence({ code: 'overloaded', retryAfterSeconds: 1 })).toMatch(/in 1 second\.$/);
  });

  it('tell a time that does not exist from one that happens twice', () => {
    const said = (fault: string) => refusalSentence({ code: 'local_time_invalid', more: { fault, choices: [{}, {}] } });
    expect(said('gap')).toMatch(/does not exist/);
    expect(said('overlap')).toMatch(/happens twice/);
    expect(said('unknown_time')).not.toMatch(/clocks/);
  });

  it('say what a draft still lacks', () => {
    expect(refusalSentence({ code: 'event_not_ready', more: { missing: ['seatMap'] } })).toMatch(/no seat map yet/);
    expect(refusalSentence({ code: 'event_not_ready', more: { missing: ['balcony'] } })).toMatch(/balcony/);
  });

  it('call a code from the future a fault of ours', () => {
    expect(refusalWords({ code: 'toString' })).toEqual(refusalWords({ code: 'internal_error' }));
  });

  it('treat a paid order as news, not as a problem', () => {
    expect(refusalWords({ code: 'already_paid' }).tone).toBe('info');
  });
});
