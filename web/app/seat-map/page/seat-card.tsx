/** What there is to know about one seat: price first, then where it is. */
import { Accessibility } from 'lucide-react';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { TierShapeMark } from '../../ui/tier-shape.tsx';
import { formatMoney } from '../../words/format.ts';
import { isAccessible, seatNameOf, tierOf } from '../plan.ts';
import type { MapPoint } from '../seat-canvas-props.ts';
import { useChoice } from './choice.ts';
import { seatWords } from './seat-words.ts';
import { useStanding } from './seat-cells.tsx';
import { spotWords } from './section-words.ts';
import type { MapCursor } from './use-map-cursor.ts';

interface SeatCardProps {
  readonly hover: { readonly seat: number; readonly at: MapPoint } | undefined;
  readonly cursor: MapCursor;
  /** The seat that was tapped last. */
  readonly last: number | undefined;
}

/** Beside the mouse, else in the corner of the map; it never takes a tap. Listeners hear the same from the grid. */
export function SeatCard({ hover, cursor, last }: SeatCardProps) {
  const { plan, view, basket } = useChoice();
  if (hover)
    return (
      <Beside at={hover.at}>
        <SeatFacts seat={hover.seat} />
      </Beside>
    );
  if (cursor.hasFocus && cursor.at.in === 'section')
    return (
      <Corner>
        <SeatFacts seat={cursor.at.seat} />
      </Corner>
    );
  if (cursor.hasFocus && cursor.at.in === 'venue') {
    const spot = cursor.spots[cursor.at.spot];
    return <Corner>{spot && <p className="font-medium">{spotWords(plan, view, spot)}</p>}</Corner>;
  }
  if (last === undefined || !basket.seats.some(({ seat }) => seat === last)) return null;
  return (
    <Corner>
      <SeatFacts seat={last} />
    </Corner>
  );
}

function SeatFacts({ seat }: { seat: number }) {
  const { plan } = useChoice();
  const standing = useStanding()(seat);
  const tier = tierOf(plan, seat);
  return (
    <div className="grid gap-0.5">
      <p className="flex items-baseline gap-2">
        {tier && <span className="tabular font-bold text-h4">{formatMoney(tier.price)}</span>}
        <span className="text-muted text-small">{notes[standing]}</span>
      </p>
      <p className="font-medium">{seatWords(plan, seat)}</p>
      <p className="flex items-center gap-1.5 text-small">
        <TierShapeMark index={plan.tier[seat] ?? 0} size={14} />
        {tier?.name} · {seatNameOf(plan, seat).section}
      </p>
      {isAccessible(plan, seat) && (
        <p className="flex items-center gap-1.5 text-small">
          <Accessibility aria-hidden size={16} /> Wheelchair place
        </p>
      )}
    </div>
  );
}

const notes = {
  free: '',
  selected: 'Selected',
  lost: 'Just taken',
  unavailable: 'Not available',
  outside: 'Outside your filter',
} as const;

const look =
  'pointer-events-none absolute z-sticky rounded-card border border-line bg-raised px-3 py-2 text-text shadow-2';

function Corner({ children }: { children: ReactNode }) {
  return (
    <div aria-hidden className={`${look} bottom-3 left-3 max-w-[70%] md:top-3 md:bottom-auto`}>
      {children}
    </div>
  );
}

const DISTANCE = 28;

/** On the side of the pointer that has room. */
function Beside({ at, children }: { at: MapPoint; children: ReactNode }) {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = card.current;
    const frame = element?.offsetParent;
    if (!element || !frame) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const left = at.x + DISTANCE + width < frame.clientWidth ? at.x + DISTANCE : at.x - DISTANCE - width;
    const top = Math.max(4, Math.min(at.y - height / 2, frame.clientHeight - height - 4));
    element.style.transform = `translate(${Math.max(4, left)}px, ${top}px)`;
  });
  return (
    <div ref={card} aria-hidden className={`${look} top-0 left-0`}>
      {children}
    </div>
  );
}
