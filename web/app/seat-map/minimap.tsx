/** Where in the venue one is, with a step in each direction: for wide screens. */
import { ChevronDown, ChevronLeft, ChevronRight, ChevronUp, type LucideIcon } from 'lucide-react';
import { type RefObject, useEffect, useRef } from 'react';
import type { MapLook } from './map-state.ts';
import type { MapView } from './map-view.ts';
import type { Plan } from './plan.ts';

const STEP = 0.5;
const steps: readonly { label: string; x: number; y: number; icon: LucideIcon; place: string }[] = [
  { label: 'Move left', x: -STEP, y: 0, icon: ChevronLeft, place: 'left-0 inset-y-0 my-auto h-7 w-6' },
  { label: 'Move right', x: STEP, y: 0, icon: ChevronRight, place: 'right-0 inset-y-0 my-auto h-7 w-6' },
  { label: 'Move up', x: 0, y: -STEP, icon: ChevronUp, place: 'top-0 inset-x-0 mx-auto h-6 w-7' },
  { label: 'Move down', x: 0, y: STEP, icon: ChevronDown, place: 'bottom-0 inset-x-0 mx-auto h-6 w-7' },
];

/** Shown while a part of the venue is seen. The frame follows the camera without a render. */
export function Minimap(props: {
  plan: Plan;
  moved: RefObject<((look: MapLook) => void) | undefined>;
  view: () => MapView | undefined;
  isWhole: boolean;
}) {
  const { plan, moved, view, isWhole } = props;
  const seen = useRef<SVGRectElement>(null);

  useEffect(() => {
    moved.current = ({ seen: { left, top, right, bottom } }) => {
      seen.current?.setAttribute('x', String(left));
      seen.current?.setAttribute('y', String(top));
      seen.current?.setAttribute('width', String(right - left));
      seen.current?.setAttribute('height', String(bottom - top));
    };
    return () => {
      moved.current = undefined;
    };
  }, [moved]);

  const { left, top, right, bottom } = plan.box;
  return (
    <div
      hidden={isWhole}
      className="absolute bottom-3 left-3 z-sticky rounded-card border border-line bg-surface p-6 shadow-2 max-md:hidden"
    >
      <svg aria-hidden viewBox={`${left} ${top} ${right - left} ${bottom - top}`} className="h-20 w-32">
        {plan.sections.map((section) => (
          <polygon key={section.id} points={section.outline.join(' ')} className="fill-control" />
        ))}
        {[plan.stage, ...plan.areas.map(({ box }) => box)].map((box, i) => (
          <rect
            key={`${box.left} ${box.top}`}
            x={box.left}
            y={box.top}
            width={box.right - box.left}
            height={box.bottom - box.top}
            className={i === 0 ? 'fill-line' : 'fill-control'}
          />
        ))}
        <rect ref={seen} className="fill-brand/20 stroke-2 stroke-brand" vectorEffect="non-scaling-stroke" />
      </svg>
      {steps.map(({ label, x, y, icon: Icon, place }) => (
        <button
          key={label}
          type="button"
          aria-label={label}
          title={label}
          onClick={() => view()?.stepBy(x, y)}
          className={`absolute inline-flex items-center justify-center rounded-field text-muted hover:bg-sunken hover:text-text ${place}`}
        >
          <Icon aria-hidden size={16} />
        </button>
      ))}
    </div>
  );
}
