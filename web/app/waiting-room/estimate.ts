/**
 * How long it may still take, as a range that keeps its word: it comes down as time passes and goes up only when the
 * wait can no longer be what was said, and then the page says why.
 */
export interface Estimate {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** It had to go up since it was first told. */
  readonly isSlower: boolean;
}

type Told = { readonly fromSeconds: number; readonly toSeconds: number } | null;

/** What to show after what was shown, now that the server says something new. */
export function nextEstimate(shown: Estimate | null, told: Told): Estimate | null {
  if (told === null) return null;
  if (shown === null) return { ...told, isSlower: false };
  if (told.fromSeconds > shown.toSeconds) {
    const isTold = estimateWords(told) !== estimateWords(shown);
    return { ...told, isSlower: shown.isSlower || isTold };
  }
  return {
    fromSeconds: Math.min(shown.fromSeconds, told.fromSeconds),
    toSeconds: Math.min(shown.toSeconds, told.toSeconds),
    isSlower: shown.isSlower,
  };
}

const MINUTE = 60;
const HOUR = 3_600;
/** From here on the range is told in steps of five minutes, and of half hours. */
const LONG = 10 * MINUTE;
const VERY_LONG = 90 * MINUTE;

/** `less than a minute`, `about 3 to 5 minutes`, `up to 15 minutes`, `about 1½ to 2 hours`. */
export function estimateWords({ fromSeconds, toSeconds }: Pick<Estimate, 'fromSeconds' | 'toSeconds'>): string {
  if (toSeconds < MINUTE) return 'less than a minute';
  const isHours = toSeconds > VERY_LONG;
  const step = isHours ? HOUR / 2 : toSeconds > LONG ? 5 * MINUTE : MINUTE;
  const from = Math.floor(fromSeconds / step) * step;
  const to = Math.ceil(toSeconds / step) * step;
  const unit = isHours ? HOUR : MINUTE;
  const noun = to === unit ? (isHours ? 'hour' : 'minute') : isHours ? 'hours' : 'minutes';
  if (from === 0) return `up to ${halves(to / unit)} ${noun}`;
  return from === to
    ? `about ${halves(to / unit)} ${noun}`
    : `about ${halves(from / unit)} to ${halves(to / unit)} ${noun}`;
}

/** `1½` for one and a half; nothing finer is ever told. */
function halves(value: number): string {
  const whole = Math.floor(value);
  if (value === whole) return String(whole);
  return whole === 0 ? '½' : `${whole}½`;
}
