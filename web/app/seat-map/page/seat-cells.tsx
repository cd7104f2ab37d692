/**
 * The map for keyboard and screen reader: a grid of the venue's sections, and inside one a grid of its rows and seats.
 * It lies unseen behind the drawing, which shows where the focus is; of a large section only the part around it exists.
 */
import { useLayoutEffect, useRef } from 'react';
import { hasSeat } from '../basket.ts';
import { passes } from '../seat-filter.ts';
import { useChoice } from './choice.ts';
import { type CellRow, cellRowsOf, windowOf } from './cell-window.ts';
import { cellWords, type SeatStanding } from './seat-words.ts';
import { spotWords } from './section-words.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { useLive } from './use-live.ts';
import type { MapCursor } from './use-map-cursor.ts';

/** One tab stop; arrows move, Enter enters a section or picks a seat, Escape goes back to the venue. */
export function SeatCells({ cursor }: { cursor: MapCursor }) {
  const { view } = useChoice();
  useLive(view);
  const cells = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (cursor.moves > 0) cells.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  }, [cursor.moves]);
  return (
    <>
      <div
        ref={cells}
        className="sr-only"
        onKeyDown={cursor.press}
        onFocus={() => cursor.setFocus(true)}
        onBlur={() => cursor.setFocus(false)}
      >
        {cursor.at.in === 'venue' ? (
          <VenueGrid cursor={cursor} current={cursor.at.spot} />
        ) : (
          <SectionGrid cursor={cursor} section={cursor.at.section} current={cursor.at.seat} />
        )}
      </div>
      <ShortcutsDialog open={cursor.isHelpOpen} onClose={cursor.closeHelp} />
    </>
  );
}

function VenueGrid({ cursor, current }: { cursor: MapCursor; current: number }) {
  const { plan, view } = useChoice();
  const { from, to } = windowOf(cursor.spots.length, current);
  return (
    <div
      role="grid"
      aria-label="Sections. Arrow keys move, Enter opens a section, question mark lists all keys"
      aria-rowcount={cursor.spots.length}
    >
      {cursor.spots.slice(from, to).map((spot, i) => (
        <div role="row" key={from + i} aria-rowindex={from + i + 1}>
          <div
            role="gridcell"
            tabIndex={from + i === current ? 0 : -1}
            aria-label={spotWords(plan, view, spot)}
            onClick={() => cursor.enter(from + i)}
          />
        </div>
      ))}
    </div>
  );
}

function SectionGrid({ cursor, section, current }: { cursor: MapCursor; section: number; current: number }) {
  const { plan } = useChoice();
  const { name, rowCount } = plan.sections[section] ?? { name: '', rowCount: 0 };
  const { rows, columns } = cellRowsOf(plan, section, current);
  return (
    <div
      role="grid"
      aria-label={`${name}. Arrow keys move, Enter selects a seat, Escape goes back to the sections`}
      aria-multiselectable
      aria-rowcount={rowCount}
      aria-colcount={columns + 1}
    >
      {rows.map((row) => (
        <SeatRow key={row.index} row={row} cursor={cursor} current={current} />
      ))}
    </div>
  );
}

function SeatRow({ row, cursor, current }: { row: CellRow; cursor: MapCursor; current: number }) {
  const { plan, basket } = useChoice();
  const standingOf = useStanding();
  return (
    <div role="row" aria-rowindex={row.place}>
      <div role="rowheader" aria-colindex={1}>
        Row {row.name}
      </div>
      {row.seats.map((seat) => {
        const standing = standingOf(seat);
        return (
          <div
            key={seat}
            role="gridcell"
            tabIndex={seat === current ? 0 : -1}
            aria-colindex={seat - row.firstSeat + 2}
            aria-selected={hasSeat(basket, seat)}
            aria-disabled={standing === 'unavailable' || standing === 'outside' || undefined}
            aria-label={cellWords(plan, seat, standing)}
            onClick={() => cursor.toggle(seat)}
          />
        );
      })}
    </div>
  );
}

/** How a seat stands to this buyer. */
export function useStanding(): (seat: number) => SeatStanding {
  const { plan, view, basket, filter } = useChoice();
  return (seat) => {
    const line = basket.seats.find((each) => each.seat === seat);
    if (line) return line.lost ? 'lost' : 'selected';
    if (!view.isFree(seat)) return 'unavailable';
    return passes(plan, filter, seat) ? 'free' : 'outside';
  };
}
