/** When a listener is told that the line has moved: not at every step, which nobody could bear for an hour. */

export interface Told {
  readonly place: number;
  /** The longer end of the estimate; null while there is none. */
  readonly toSeconds: number | null;
}

/** Part of the place it was told of last that must have gone by. */
const SHARE = 0.1;
const MINUTE = 60;

/** Whether enough has changed since to say it aloud: a tenth of the place, or a minute of the wait. */
export function isNews(told: Told, now: Told): boolean {
  if (Math.abs(now.place - told.place) >= Math.max(1, told.place * SHARE)) return true;
  if ((told.toSeconds === null) !== (now.toSeconds === null)) return true;
  return Math.abs((now.toSeconds ?? 0) - (told.toSeconds ?? 0)) >= MINUTE;
}
