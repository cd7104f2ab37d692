/** A share of a whole as a bar. The number stands beside it; the bar only shows it. */
import { clsx } from 'clsx';

interface MeterProps {
  readonly value: number;
  readonly max: number;
  /** What is measured, e.g. "Tickets sold". */
  readonly label: string;
  /** The value in words, e.g. "412 of 600". */
  readonly text?: string | undefined;
  readonly tone?: 'brand' | 'success' | 'warning' | 'danger' | undefined;
  readonly className?: string | undefined;
}

/** A horizontal bar that fills its place; values outside its bounds are drawn at the bound. */
export function Meter({ value, max, label, text, tone = 'brand', className }: MeterProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <svg
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(max, Math.max(0, value))}
      aria-valuetext={text}
      width="100%"
      height="8"
      viewBox="0 0 100 8"
      preserveAspectRatio="none"
      className={clsx('block overflow-hidden rounded-full border border-control', className)}
    >
      <rect width="100" height="8" className="fill-sunken" />
      <rect width={share * 100} height="8" className={fills[tone]} />
    </svg>
  );
}

const fills = {
  brand: 'fill-brand',
  success: 'fill-success',
  warning: 'fill-warning',
  danger: 'fill-danger',
} as const;
