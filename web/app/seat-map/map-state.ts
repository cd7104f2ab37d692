/** What the page shows on the map, and what the map tells the page. */
import type { Basket } from './basket.ts';
import type { Box } from './box.ts';
import type { Level } from './level.ts';
import type { MapPoint } from './seat-canvas-props.ts';
import type { SeatFilter } from './seat-filter.ts';

export interface MapState {
  readonly basket: Basket;
  readonly filter: SeatFilter;
  readonly ghost: readonly number[];
  readonly cursor: number | undefined;
}

export interface MapEvents {
  onPick(seat: number): void;
  onSection(section: number): void;
  onArea(area: number): void;
  onHover(seat: number | undefined, at: MapPoint): void;
  /** After each frame that the camera moved in. */
  onMove(look: MapLook): void;
}

export interface MapLook {
  /** What is seen, in map coordinates. */
  readonly seen: Box;
  readonly level: Level;
  readonly isWhole: boolean;
  readonly isNearest: boolean;
}
