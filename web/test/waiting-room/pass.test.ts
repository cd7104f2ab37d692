import { describe, expect, it } from 'vitest';
import { passCookie, passFor, secondsUntil } from '../../app/waiting-room/pass.ts';

const eventId = '0198c0de-0000-7000-8000-0000000000e1';
const other = '0198c0de-0000-7000-8000-0000000000e2';

describe('the pass a browser keeps', () => {
  it('is found again among other cookies, for its own event only', () => {
    const [kept = ''] = passCookie({ eventId, pass: 'a.b-_c', seconds: 60, secure: false }).split(';');
    expect(passFor(eventId, `usher-access=x; ${kept}; theme=dark`)).toBe('a.b-_c');
    expect(passFor(other, kept)).toBeUndefined();
    expect(passFor(eventId, null)).toBeUndefined();
  });

  it('ends when the pass does, and not before', () => {
    const nowMs = Date.parse('2027-05-07T08:00:00.000Z');
    expect(secondsUntil('2027-05-07T08:10:00.000Z', nowMs)).toBe(600);
    expect(secondsUntil('2027-05-07T07:59:00.000Z', nowMs)).toBe(0);
    expect(passCookie({ eventId, pass: 'p', seconds: 600, secure: true })).toMatch(
      /Max-Age=600; SameSite=Lax; Secure$/,
    );
  });

  it('is forgotten when it is empty', () => {
    expect(passFor(eventId, `usher-pass-${eventId}=`)).toBeUndefined();
  });
});
