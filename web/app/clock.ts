/**
 * The time by the server's clock, in milliseconds since the epoch. A phone may be wrong by minutes; what a countdown
 * shows must not be. The root loader says what time it is at the server; the difference is kept here.
 */
let offsetMs = 0;

/** Tells what time it is at the server, at this moment. */
export function setServerTime(serverNowMs: number): void {
  offsetMs = serverNowMs - Date.now();
}

/** The server's time now, as well as this machine knows it. */
export const now = (): number => Date.now() + offsetMs;

/** Milliseconds that never jump, to tell how long something takes. */
export const monotonic = (): number => performance.now();
