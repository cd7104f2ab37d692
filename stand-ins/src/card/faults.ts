/** Failures on order: what the next API requests suffer. */

/**
 * `timeout_after_effect` does what was asked and never answers; `error_500` and `drop` do nothing and answer 500 or
 * end the connection; `slowMs` does what was asked and answers that much later.
 */
export type Fault = 'timeout_after_effect' | 'error_500' | 'drop' | { slowMs: number };

const SLOW_MAX_MS = 60_000;

/** Reads a fault from outside; null when it is none. */
export function readFault(value: unknown): Fault | null {
  if (value === 'timeout_after_effect' || value === 'error_500' || value === 'drop') return value;
  if (typeof value !== 'object' || value === null || !('slowMs' in value)) return null;
  const { slowMs } = value;
  return typeof slowMs === 'number' && slowMs >= 0 && slowMs <= SLOW_MAX_MS ? { slowMs } : null;
}

/** The faults still to come, each for one request. */
export function planFaults() {
  let left = 0;
  let fault: Fault | null = null;
  return {
    /** The next `times` requests fail this way; replaces what was planned before. */
    failNext(times: number, how: Fault): void {
      left = times;
      fault = how;
    },
    take(): Fault | null {
      if (left <= 0) return null;
      left -= 1;
      return fault;
    },
  };
}

export type Faults = ReturnType<typeof planFaults>;
