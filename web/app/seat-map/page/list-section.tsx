/** The rows of one section: what is free in each, and seats to choose one by one or a party at once. */
import { clsx } from 'clsx';
import { Accessibility, Check } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { TierShapeMark } from '../../ui/tier-shape.tsx';
import { formatCount, formatMoney } from '../../words/format.ts';
import { hasSeat } from '../basket.ts';
import { isAccessible, type PlanRow, seatNumberOf } from '../plan.ts';
import { passes } from '../seat-filter.ts';
import { useChoice } from './choice.ts';
import { useStanding } from './seat-cells.tsx';
import { type Run, runsOf, seatsOf } from './seat-runs.ts';
import { cellWords, numberWords } from './seat-words.ts';
import { useLive } from './use-live.ts';

/** Rows with nothing to offer are left out, unless one of their seats is in the basket. */
export function ListSection({ section }: { section: number }) {
  const { plan, view, filter, basket, party } = useChoice();
  useLive(view);
  const [open, setOpen] = useState<number>();
  const { firstRow = 0, rowCount = 0 } = plan.sections[section] ?? {};
  const accept = (seat: number) => view.isFree(seat) && passes(plan, filter, seat) && !hasSeat(basket, seat);
  const rows = plan.rows.slice(firstRow, firstRow + rowCount).flatMap((row, i) => {
    const index = firstRow + i;
    const runs = runsOf(plan, index, accept).filter(({ count }) => count >= party);
    const isMine = basket.seats.some(({ seat }) => plan.row[seat] === index);
    return runs.length > 0 || isMine ? [{ row, index, runs }] : [];
  });
  if (rows.length === 0)
    return (
      <p className="border-line border-t px-4 py-4 text-muted">
        {party > 1 ? `No ${party} seats together are left here.` : 'No seats like that are left here.'}
      </p>
    );
  return (
    <ul className="divide-y divide-line border-line border-t">
      {rows.map(({ row, index, runs }) => (
        <li key={index} className="grid gap-3 px-4 py-3">
          {party > 1 ? (
            <PartyRow row={row} runs={runs} />
          ) : (
            <SeatRow
              row={row}
              runs={runs}
              open={open === index}
              onToggle={() => setOpen(open === index ? undefined : index)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

interface RowProps {
  readonly row: PlanRow;
  readonly runs: readonly Run[];
}

/** "Row F", its free seats in words, and the seats themselves when asked for. */
function SeatRow({ row, runs, open, onToggle }: RowProps & { open: boolean; onToggle: () => void }) {
  const { plan } = useChoice();
  const free = runs.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <div className="flex items-center justify-between gap-3">
        <p className="min-w-0">
          <span className="font-medium">Row {row.name}</span>
          <span className="tabular block text-muted text-small">
            {free === 0 ? 'Your seats' : `${formatCount(free, 'seat')} free: ${runWords(plan, runs)}`}
          </span>
        </p>
        <Button size="small" aria-expanded={open} onClick={onToggle} className="shrink-0">
          {open ? 'Close' : 'Choose'}
          <span className="sr-only"> seats in row {row.name}</span>
        </Button>
      </div>
      {open && <SeatToggles row={row} />}
    </>
  );
}

/** So many runs are named; a row with more is better looked at than read. */
const RUNS_NAMED = 4;

function runWords(plan: ReturnType<typeof useChoice>['plan'], runs: readonly Run[]): string {
  const named = runs.slice(0, RUNS_NAMED).map((run) => numberWords(plan, seatsOf(run)));
  return `${named.join(', ')}${runs.length > RUNS_NAMED ? ' and more' : ''}`;
}

/** Every seat of a row as a switch, 44 px each. */
function SeatToggles({ row }: { row: PlanRow }) {
  const { plan, view, filter, deeds } = useChoice();
  const standingOf = useStanding();
  const seats = seatsOf({ first: row.firstSeat, count: row.seatCount });
  const shown = seats.filter((seat) => {
    const standing = standingOf(seat);
    return standing === 'selected' || standing === 'lost' || (view.isFree(seat) && passes(plan, filter, seat));
  });
  return (
    <div role="group" aria-label={`Seats of row ${row.name}`} className="flex flex-wrap gap-2">
      {shown.map((seat) => {
        const standing = standingOf(seat);
        const isSelected = standing === 'selected';
        return (
          <button
            key={seat}
            type="button"
            aria-pressed={isSelected}
            aria-label={cellWords(plan, seat, standing)}
            onClick={() => deeds.toggle(seat)}
            className={clsx(
              'tabular inline-flex min-h-11 min-w-16 items-center justify-center gap-1.5 rounded-field border px-2 font-medium',
              isSelected ? 'border-brand bg-brand text-on-brand' : 'border-control bg-surface hover:bg-sunken',
              standing === 'lost' && 'line-through',
            )}
          >
            {isSelected ? <Check aria-hidden size={16} /> : <TierShapeMark index={plan.tier[seat] ?? 0} size={14} />}
            {seatNumberOf(plan, seat)}
            {isAccessible(plan, seat) && <Accessibility aria-hidden size={16} />}
          </button>
        );
      })}
    </div>
  );
}

/** One button per run: the whole party in one press. */
function PartyRow({ row, runs }: RowProps) {
  const { plan, party, deeds } = useChoice();
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p className="min-w-16 font-medium">Row {row.name}</p>
      {runs.length === 0 && <p className="text-muted text-small">Your seats</p>}
      <div className="flex flex-wrap gap-2">
        {runs.map((run) => {
          const seats = seatsOf(run, party);
          const price = plan.tiers[plan.tier[run.first] ?? 0]?.price;
          return (
            <Button key={run.first} size="small" onClick={() => deeds.add(seats)}>
              <span className="sr-only">Row {row.name}, </span>
              Seats {numberWords(plan, seats)}
              {price && (
                <span className="tabular font-normal">· {formatMoney({ ...price, amount: price.amount * party })}</span>
              )}
            </Button>
          );
        })}
      </div>
    </div>
  );
}
