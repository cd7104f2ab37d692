/** Levels of detail by the seat pitch on the screen, in CSS pixels. */
export type Level = 0 | 1 | 2 | 3;

const ROWS_FROM = 4;
export const SEATS_FROM = 10;
/** A seat can be picked when its target is large enough for the pointer: a mouse, or a finger. */
const PICK_FROM_FINE = 24;
const PICK_FROM_COARSE = 44;
/** Where numbers fit into seats. */
export const NUMBERS_FROM = 28;

/** 0 overview, 1 rows, 2 seats, 3 selection. */
export function levelOf(pitch: number, coarse: boolean): Level {
  if (pitch < ROWS_FROM) return 0;
  if (pitch < SEATS_FROM) return 1;
  return pitch < pickFrom(coarse) ? 2 : 3;
}

/** The pitch from which a tap picks. */
export function pickFrom(coarse: boolean): number {
  return coarse ? PICK_FROM_COARSE : PICK_FROM_FINE;
}

export type Share = 'plenty' | 'some' | 'few' | 'one' | 'none';

/** How much is left, in five steps. */
export function shareOf(free: number, count: number): Share {
  if (free <= 0) return 'none';
  if (free === 1) return 'one';
  const part = free / Math.max(1, count);
  return part > 0.5 ? 'plenty' : part > 0.15 ? 'some' : 'few';
}

export const SHARE_WORDS: Record<Share, string> = {
  plenty: 'Plenty left',
  some: 'Some left',
  few: 'Few left',
  one: '1 left',
  none: 'None left',
};
