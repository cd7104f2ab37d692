/** The mark of a price tier, beside its name. */
import { clsx } from 'clsx';
import { tierStyle } from './tier-shapes.ts';

/** Decoration: the tier's name stands next to it. `index` is the tier's place in the event's list, from 0. */
export function TierShapeMark({ index, size = 18, className }: { index: number; size?: number; className?: string }) {
  const { number, shape, dotted } = tierStyle(index);
  return (
    <svg aria-hidden width={size} height={size} viewBox="-1.05 -1.05 2.1 2.1" className={clsx('shrink-0', className)}>
      <path d={shape.path} className={fills[number - 1]} />
      {dotted && <circle r="0.3" className={glyphs[number - 1]} />}
    </svg>
  );
}

/** Spelled out, because a class has to be seen in the source to be made. */
const fills = [
  'fill-tier-1',
  'fill-tier-2',
  'fill-tier-3',
  'fill-tier-4',
  'fill-tier-5',
  'fill-tier-6',
  'fill-tier-7',
  'fill-tier-8',
] as const;
const glyphs = [
  'fill-tier-1-glyph',
  'fill-tier-2-glyph',
  'fill-tier-3-glyph',
  'fill-tier-4-glyph',
  'fill-tier-5-glyph',
  'fill-tier-6-glyph',
  'fill-tier-7-glyph',
  'fill-tier-8-glyph',
] as const;
