/** Small switches: filters one turns on and off, as links where the state is in the address. */
import { clsx } from 'clsx';
import { Check, X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'react-router';
import { formatNumber } from '../words/format.ts';

interface ChipLook {
  readonly selected?: boolean | undefined;
  /** How many there are behind it. */
  readonly count?: number | undefined;
  readonly icon?: ReactNode;
}

/** A filter that is part of the address. `removes` shows the cross of a filter that is taken away. */
export function ChipLink(props: ChipLook & { removes?: boolean | undefined } & ComponentProps<typeof Link>) {
  const { selected = false, count, icon, removes = false, className, children, ...link } = props;
  return (
    <Link
      preventScrollReset
      {...link}
      aria-current={selected ? 'true' : undefined}
      className={clsx(lookOf(selected), 'no-underline', className)}
    >
      {selected && !removes ? <Check aria-hidden size={16} /> : icon}
      {removes && <span className="sr-only">Remove filter: </span>}
      {children}
      <Count of={count} />
      {removes && <X aria-hidden size={16} />}
    </Link>
  );
}

/** A filter that is state of the page. */
export function ChipButton(props: ChipLook & ComponentProps<'button'>) {
  const { selected = false, count, icon, className, children, ...button } = props;
  return (
    <button type="button" {...button} aria-pressed={selected} className={clsx(lookOf(selected), className)}>
      {selected ? <Check aria-hidden size={16} /> : icon}
      {children}
      <Count of={count} />
    </button>
  );
}

function Count({ of }: { of: number | undefined }) {
  if (of === undefined) return null;
  return <span className="tabular font-normal text-small opacity-90">{formatNumber(of)}</span>;
}

function lookOf(selected: boolean): string {
  return clsx(
    'inline-flex min-h-11 items-center gap-1.5 whitespace-nowrap rounded-full border px-4 font-medium pointer-fine:min-h-10',
    'transition-colors disabled:opacity-55',
    selected ? 'border-brand bg-brand-soft text-brand' : 'border-control bg-surface text-text hover:bg-sunken',
  );
}
