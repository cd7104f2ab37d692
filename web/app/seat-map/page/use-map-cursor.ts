/** Where the keyboard is on the map: on a section or area of the venue, or on a seat within a section. */
import { type KeyboardEvent, useMemo, useState } from 'react';
import { hasSeat } from '../basket.ts';
import { passes } from '../seat-filter.ts';
import { useChoice } from './choice.ts';
import { type Move, moveOf, moveSeat, moveSpot, nextFree, type Spot, spotsOf } from './cursor-moves.ts';
import { sectionWords } from './section-words.ts';

export type CursorAt =
  | { readonly in: 'venue'; readonly spot: number }
  | { readonly in: 'section'; readonly section: number; readonly seat: number };

export interface MapCursor {
  readonly at: CursorAt;
  readonly spots: readonly Spot[];
  readonly hasFocus: boolean;
  /** The seat the map draws a ring around. */
  readonly ringAt: number | undefined;
  /** Counts the keys that moved the cursor: the cell it is on then takes the focus. */
  readonly moves: number;
  readonly isHelpOpen: boolean;
  closeHelp(): void;
  setFocus(hasFocus: boolean): void;
  /** What a click or Enter on a cell does. */
  enter(spot: number): void;
  toggle(seat: number): void;
  press(event: KeyboardEvent): void;
}

const ZOOM_STEP = 1.5;

/** The cursor begins at the whole venue, or in its only section. */
export function useMapCursor(openArea: (area: number) => void): MapCursor {
  const { plan, map } = useChoice();
  const spots = useMemo(() => spotsOf(plan), [plan]);
  const [at, setAt] = useState<CursorAt>(() =>
    spots.length === 1 && plan.sections.length === 1
      ? { in: 'section', section: 0, seat: 0 }
      : { in: 'venue', spot: 0 },
  );
  const [moves, setMoves] = useState(0);
  const [hasFocus, setFocus] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const go = (next: CursorAt) => {
    setAt(next);
    setMoves((count) => count + 1);
  };
  const inVenue = useVenueSteps(spots, go, openArea);
  const inSection = useSectionSteps(at, go);
  return {
    at,
    spots,
    hasFocus,
    ringAt: hasFocus ? ringAt(at, spots) : undefined,
    moves,
    isHelpOpen,
    closeHelp: () => setHelpOpen(false),
    setFocus,
    enter: inVenue.enter,
    toggle: inSection.toggle,
    press: (event) => {
      if (!isOurs(event)) return;
      event.preventDefault();
      if (event.key === '+' || event.key === '=') map.current?.zoomBy(ZOOM_STEP);
      else if (event.key === '-') map.current?.zoomBy(1 / ZOOM_STEP);
      else if (event.key === '0') map.current?.fit();
      else if (event.key === '?') setHelpOpen(true);
      else if (at.in === 'venue') inVenue.press(at.spot, event);
      else if (event.key !== 'Escape') inSection.press(at.seat, event);
      else if (spots.length > 1) inVenue.leaveTo(at.section);
    },
  };
}

type Go = (next: CursorAt) => void;

/** Among sections and areas: arrows go to the next one, Enter goes in. */
function useVenueSteps(spots: readonly Spot[], go: Go, openArea: (area: number) => void) {
  const { plan, view, announcer, map } = useChoice();
  const enter = (spot: number) => {
    const found = spots[spot];
    if (found?.kind === 'area') openArea(found.index);
    if (found?.kind !== 'section') return;
    const { firstSeat = 0 } = plan.sections[found.index] ?? {};
    announcer.say(sectionWords(plan, view, found.index));
    map.current?.showSection(found.index);
    go({ in: 'section', section: found.index, seat: firstSeat });
  };
  return {
    enter,
    leaveTo: (section: number) => {
      map.current?.fit();
      go({ in: 'venue', spot: section });
    },
    press: (spot: number, event: KeyboardEvent) => {
      const move = moveOf(event);
      const next = move === undefined ? undefined : moveSpot(spots, spot, move);
      if (event.key === 'Enter' || event.key === ' ') enter(spot);
      else if (next !== undefined) go({ in: 'venue', spot: next });
    },
  };
}

/** Among seats: arrows go to the next one, Enter takes it, with Shift an arrow does both. */
function useSectionSteps(at: CursorAt, go: Go) {
  const { plan, view, basket, filter, deeds, announcer, map } = useChoice();
  const mayTake = (seat: number) => view.isFree(seat) && passes(plan, filter, seat);
  const goTo = (seat: number) => {
    const section = plan.section[seat] ?? 0;
    if (at.in === 'section' && section !== at.section) announcer.say(`${plan.sections[section]?.name ?? ''}.`);
    map.current?.showSeats([seat]);
    go({ in: 'section', section, seat });
  };
  const toggle = (seat: number) => {
    if (mayTake(seat) || hasSeat(basket, seat)) deeds.toggle(seat);
    else announcer.say('This seat can’t be chosen.');
  };
  const goToFree = (seat: number) => {
    const free = nextFree(plan, seat, mayTake);
    if (free === undefined) announcer.say('No free seat is left.');
    else goTo(free);
  };
  const goAlong = (seat: number, move: Move, isTaking: boolean) => {
    const next = moveSeat(plan, seat, move);
    if (next === seat) return;
    goTo(next);
    if (isTaking && mayTake(next)) deeds.add([next]);
  };
  return {
    toggle,
    press: (seat: number, event: KeyboardEvent) => {
      const move = moveOf(event);
      if (event.key === 'Enter' || event.key === ' ') toggle(seat);
      else if (event.key.toLowerCase() === 'f') goToFree(seat);
      else if (move !== undefined) goAlong(seat, move, event.shiftKey);
    },
  };
}

const keys = new Set(['Enter', ' ', '+', '=', '-', '0', '?', 'f', 'F', 'Escape']);

/** Keys with Alt or Meta, and Ctrl with a letter, belong to the browser. */
function isOurs(event: KeyboardEvent): boolean {
  if (event.altKey || event.metaKey) return false;
  const move: Move | undefined = moveOf(event);
  return move !== undefined || (!event.ctrlKey && keys.has(event.key));
}

function ringAt(at: CursorAt, spots: readonly Spot[]): number | undefined {
  return at.in === 'section' ? at.seat : spots[at.spot]?.seat;
}
