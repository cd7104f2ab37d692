/**
 * The pass of the waiting room, kept in a cookie of its own per event: pages read it with and without script, and it
 * ends when the pass ends. It need not be hidden from scripts: it is worth nothing to anybody but its buyer.
 */
import { now } from '../clock.ts';

const nameOf = (eventId: string): string => `usher-pass-${eventId}`;

/** The buyer's pass for the event, if there is one. On the server, give the request's `Cookie` header. */
export function passFor(eventId: string, cookies: string | null = document.cookie): string | undefined {
  const start = `${nameOf(eventId)}=`;
  const found = cookies
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start));
  return found?.slice(start.length) || undefined;
}

/** Remembers a pass in this browser until it ends, by the server's clock. */
export function keepPass(eventId: string, pass: string, expiresAt: string): void {
  const secure = location.protocol === 'https:';
  document.cookie = passCookie({ eventId, pass, seconds: secondsUntil(expiresAt, now()), secure });
}

/** The same as a `Set-Cookie` header; an empty pass with no seconds left forgets it. */
export function passCookie(kept: { eventId: string; pass: string; seconds: number; secure: boolean }): string {
  const { eventId, pass, seconds, secure } = kept;
  return `${nameOf(eventId)}=${pass}; Path=/; Max-Age=${seconds}; SameSite=Lax${secure ? '; Secure' : ''}`;
}

/** Whole seconds, never less than none. */
export function secondsUntil(instant: string, nowMs: number): number {
  return Math.max(0, Math.floor((Date.parse(instant) - nowMs) / 1000));
}
