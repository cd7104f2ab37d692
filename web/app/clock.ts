/**
 * The time by the server's clock, in milliseconds since the epoch. A phone may be wrong by minutes; what a countdown
 * shows must not be. The root loader says what time it is at the server; the difference is kept here.
 */
let offsetMs = 0;
let lastToldMs: number | undefined;

/** Takes what the server said the time was. The same word again is an old word: only a new one counts. */
export function setServerTime(serverNowMs: number): void {
  if (serverNowMs === lastToldMs) return;
  offsetMs = serverNowMs - (lastToldMs === undefined ? pageArrivedAt() : Date.now());
  lastToldMs = serverNowMs;
}

/** The server's time now, as well as this machine knows it. */
export const now = (): number => Date.now() + offsetMs;

/** Milliseconds that never jump, to tell how long something takes. */
export const monotonic = (): number => performance.now();

/** When the first byte of the page came, by this machine: scripts wake up seconds later on a slow phone. */
function pageArrivedAt(): number {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return page === undefined || page.responseStart === 0 ? Date.now() : performance.timeOrigin + page.responseStart;
}
