/** A choice from a list, as small as a chip; its label is read out. */
import { clsx } from 'clsx';
import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';

/** A native select among chips; `chosen` marks one that narrows the result. */
export function ChipSelect({
  label,
  chosen = false,
  className,
  children,
  ...select
}: ComponentProps<'select'> & { label: string; chosen?: boolean }) {
  return (
    <span className={clsx('relative inline-flex shrink-0', className)}>
      <select
        {...select}
        aria-label={label}
        className={clsx(
          'min-h-11 w-full appearance-none rounded-full border ps-3 pe-7 font-medium sm:ps-3.5 sm:pe-8 pointer-fine:min-h-10',
          chosen ? 'border-brand bg-brand-soft text-brand' : 'border-control bg-surface text-text hover:bg-sunken',
        )}
      >
        {children}
      </select>
      <ChevronDown aria-hidden size={18} className="pointer-events-none absolute inset-y-0 end-2 my-auto sm:end-2.5" />
    </span>
  );
}
