/** What the page says to the map and what the map says back. */
import type { Ref } from 'react';
import type { Basket } from './basket.ts';
import type { LiveSeats } from './live-seats.ts';
import type { Plan } from './plan.ts';
import type { SeatFilter } from './seat-filter.ts';

/** A place on the screen, in CSS pixels from the top left corner of the map. */
export interface MapPoint {
  readonly x: number;
  readonly y: number;
}

/** Moves the map from outside; each move is animated unless the visitor asked for less motion. */
export interface SeatCanvasHandle {
  /** Shows the whole venue. */
  fit(): void;
  zoomBy(factor: number): void;
  showSection(section: number): void;
  showArea(area: number): void;
  /** Brings these seats to the middle, near enough to tell them apart. */
  showSeats(seats: readonly number[]): void;
}

export interface SeatCanvasProps {
  readonly plan: Plan;
  readonly live: LiveSeats;
  readonly basket: Basket;
  readonly filter: SeatFilter;
  /** The price in words, written on sections and areas, e.g. "€45". */
  priceOf(tier: number): string;
  /** The seat that the keyboard is on. */
  readonly cursor?: number | undefined;
  /** Seats that a tap would take: drawn as a preview. */
  readonly ghost?: readonly number[] | undefined;
  /** A free seat inside the filter, or one that is in the basket, was tapped. */
  onPick(seat: number): void;
  /** A tap went into this section; the map is on its way there. */
  onSection?(section: number): void;
  /** An area was tapped. */
  onArea(area: number): void;
  /** The seat under a mouse (undefined: none), whatever its state; `at` is its middle. Never called by touch. */
  onHover?(seat: number | undefined, at: MapPoint): void;
  /** The map is there for the first time: from now on it can be moved from outside. */
  onOpen?(): void;
  readonly handle?: Ref<SeatCanvasHandle> | undefined;
}
