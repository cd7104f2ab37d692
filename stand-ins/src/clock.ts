/** What the stand-ins know about time. The kit's clock fits this shape; the stand-ins import nothing of ours. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** The machine's own clock, used when no other is passed in. */
export const machineClock: Clock = { now: () => Date.now() };
