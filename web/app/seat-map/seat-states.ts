/** The state of each seat in two bits, as the API sends it, and how many are free per section and tier. */
import type { Plan } from './plan.ts';

export const FREE = 0;
export const HELD = 1;
export const SOLD = 2;
export const BLOCKED = 3;

export interface SeatStates {
  stateOf(seat: number): number;
  /** False when nothing changed. */
  set(seat: number, state: number): boolean;
  /** Takes over a whole picture: base64 of two bits per seat. */
  load(bits: string): void;
  freeAt(section: number, tier: number): number;
}

/** Until something is loaded, every seat counts as held. */
export function openSeatStates(plan: Plan): SeatStates {
  const { seatCount, tiers, sections } = plan;
  const bits = new Uint8Array((seatCount + 3) >> 2).fill(0b01_01_01_01);
  const free = new Uint32Array(sections.length * tiers.length);

  const stateOf = (seat: number) => ((bits[seat >> 2] ?? 0) >> ((seat & 3) << 1)) & 3;
  function count(seat: number, by: number): void {
    const slot = (plan.section[seat] ?? 0) * tiers.length + (plan.tier[seat] ?? 0);
    free[slot] = (free[slot] ?? 0) + by;
  }

  return {
    stateOf,
    set(seat, state) {
      const before = stateOf(seat);
      if (before === state || seat >= seatCount) return false;
      const shift = (seat & 3) << 1;
      bits[seat >> 2] = ((bits[seat >> 2] ?? 0) & ~(3 << shift)) | (state << shift);
      if (before === FREE) count(seat, -1);
      if (state === FREE) count(seat, 1);
      return true;
    },
    load(text) {
      const bytes = atob(text);
      for (let i = 0; i < bits.length; i += 1) bits[i] = bytes.charCodeAt(i);
      free.fill(0);
      for (let seat = 0; seat < seatCount; seat += 1) if (stateOf(seat) === FREE) count(seat, 1);
    },
    freeAt: (section, tier) => free[section * tiers.length + tier] ?? 0,
  };
}
