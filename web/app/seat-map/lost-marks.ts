/** For how long a seat that was lost shows its cross: one pulse, then three seconds, then it is a taken seat. */
import type { Basket } from './basket.ts';

const SHOWN_MS = 3_000;
const PULSE_MS = 600;

export interface LostMarks {
  /** How far each mark's pulse is, 0 to 1. */
  readonly pulses: ReadonlyMap<number, number>;
  /** Notes the seats of a basket that are lost and were not before. */
  note(basket: Basket): void;
  /** Moves the pulses on to this time. Returns in how many milliseconds to look again; undefined: nothing is shown. */
  step(now: number): number | undefined;
}

/** Starts without marks. `isCalm`: no pulse for somebody who asked for less motion. */
export function openLostMarks(isCalm: () => boolean): LostMarks {
  const pulses = new Map<number, number>();
  const since = new Map<number, number>();
  let known = new Set<number>();
  return {
    pulses,
    note(basket) {
      const lost = new Set(basket.seats.filter((line) => line.lost).map(({ seat }) => seat));
      for (const seat of lost) if (!known.has(seat)) pulses.set(seat, isCalm() ? 1 : 0);
      for (const seat of pulses.keys()) {
        if (lost.has(seat)) continue;
        pulses.delete(seat);
        since.delete(seat);
      }
      known = lost;
    },
    step(now) {
      let next: number | undefined;
      for (const [seat, pulse] of pulses) {
        const start = since.get(seat) ?? now;
        since.set(seat, start);
        if (now - start >= SHOWN_MS) {
          pulses.delete(seat);
          since.delete(seat);
          continue;
        }
        const reached = Math.max(pulse, Math.min(1, (now - start) / PULSE_MS));
        pulses.set(seat, reached);
        const wait = reached < 1 ? 0 : SHOWN_MS - (now - start);
        next = Math.min(next ?? wait, wait);
      }
      return next;
    },
  };
}
