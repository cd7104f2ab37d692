/** The best seats that are left: the row that asks for them, and what was found in its place. */
import type { ReactNode } from 'react';
import { FindForm, type FindControls } from './find-form.tsx';
import { FoundLine } from './found-line.tsx';
import { NothingFound } from './nothing-found.tsx';
import type { SeatsEvent } from './seats-loader.server.ts';
import type { Finding } from './use-finding.ts';

interface FindRowProps {
  readonly finding: Finding;
  readonly event: SeatsEvent;
  readonly controls: FindControls;
  /** Something is chosen by hand: then going on with it is the first step. */
  readonly hasChoice: boolean;
  /** Whether a tier, by its index, has seats left; while that is not known, all have. */
  readonly isLeft: (tier: number) => boolean;
  /** Absent while there is no map. */
  readonly onShow?: (() => void) | undefined;
  /** How many are free, and the switch between map and list. */
  readonly children?: ReactNode;
}

/** What belongs to the map or the list stands below, as their own row. */
export function FindRow({ finding, event, controls, hasChoice, isLeft, onShow, children }: FindRowProps) {
  const hasSeats = event.seating !== 'areas';
  const { search } = controls;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {hasSeats && finding.found && (
        <FoundLine
          finding={finding}
          found={finding.found}
          event={event}
          search={search}
          onShow={onShow}
          isFirstStep={!hasChoice}
        />
      )}
      {hasSeats && !finding.found && (
        <>
          <FindForm finding={finding} event={event} controls={controls} isFirstStep={!hasChoice} />
          <NothingFound finding={finding} event={event} controls={controls} isLeft={isLeft} />
        </>
      )}
      <div className="flex min-h-11.5 items-center gap-2 pointer-fine:min-h-10.5">{children}</div>
    </div>
  );
}
