/** Usher's motif: curved rows of seats around a stage, seen from above. Decoration only. */
import { clsx } from 'clsx';

interface SeatRowsProps {
  readonly rows?: number | undefined;
  /** Seats somebody has just chosen: row from the stage, and seat in it, both from 0. */
  readonly chosen?: readonly (readonly [row: number, seat: number])[] | undefined;
  readonly className?: string | undefined;
}

const WIDTH = 560;
const STAGE = { x: WIDTH / 2, y: 16 };
const FIRST_RADIUS = 104;
const ROW_GAP = 29;
const SEAT_GAP = 27;
/** How far the rows reach around the stage, in degrees from the line through its middle. */
const REACH = 58;

/** One path per row: a dash of no length with a round end is a seat, so a whole hall costs a few hundred bytes. */
export function SeatRows({ rows = 9, chosen = [], className }: SeatRowsProps) {
  const height = STAGE.y + FIRST_RADIUS + (rows - 1) * ROW_GAP + 16;
  return (
    <svg aria-hidden viewBox={`0 0 ${WIDTH} ${height}`} className={className} fill="none" strokeLinecap="round">
      <path d={`M${STAGE.x - 62} ${STAGE.y}h124`} strokeWidth="14" className="stroke-brand" />
      {Array.from({ length: rows }, (_, row) => (
        <path
          key={row}
          d={arcOf(row)}
          pathLength={seatsIn(row) - 0.99}
          strokeDasharray="0 1"
          strokeWidth="15"
          className={clsx(row < 3 ? 'stroke-brand/35' : row < 6 ? 'stroke-brand/25' : 'stroke-brand/15')}
        />
      ))}
      {chosen.map(([row, seat]) => {
        const { x, y } = placeOf(row, seat);
        return <circle key={`${row} ${seat}`} cx={x} cy={y} r="10" className="fill-brand" />;
      })}
    </svg>
  );
}

const radiusOf = (row: number): number => FIRST_RADIUS + row * ROW_GAP;

function seatsIn(row: number): number {
  return Math.round((radiusOf(row) * REACH * 2 * Math.PI) / 180 / SEAT_GAP) + 1;
}

function arcOf(row: number): string {
  const from = placeOf(row, 0);
  const to = placeOf(row, seatsIn(row) - 1);
  return `M${from.x} ${from.y}A${radiusOf(row)} ${radiusOf(row)} 0 0 0 ${to.x} ${to.y}`;
}

function placeOf(row: number, seat: number): { x: number; y: number } {
  const degrees = -REACH + (2 * REACH * seat) / (seatsIn(row) - 1);
  const turn = (degrees * Math.PI) / 180;
  return {
    x: round(STAGE.x + Math.sin(turn) * radiusOf(row)),
    y: round(STAGE.y + Math.cos(turn) * radiusOf(row)),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
