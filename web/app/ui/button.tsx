/** Buttons do something here; button links go somewhere. Both look the same, and there is one primary on a page. */
import { clsx } from 'clsx';
import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { Link } from 'react-router';
import { SpinnerMark } from './spinner.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

interface Look {
  readonly variant?: ButtonVariant | undefined;
  /** `small` is for tables and toolbars; on touch screens it grows to 44 px. */
  readonly size?: 'regular' | 'small' | undefined;
  /** As wide as its place. */
  readonly wide?: boolean | undefined;
  readonly icon?: ReactNode;
}

export type ButtonProps = Look &
  ComponentProps<'button'> & {
    /** Something is under way: keeps its width, says so, and does nothing when pressed. */
    readonly busy?: boolean | undefined;
    /** What it says meanwhile, e.g. "Paying…". */
    readonly busyLabel?: string | undefined;
  };

/** A native button; `type` is `button` unless told `submit`. */
export function Button(props: ButtonProps) {
  const { variant, size, wide, icon, busy = false, busyLabel, className, children, onClick, type, ...rest } = props;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (busy) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type ?? 'button'}
      onClick={press}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      className={clsx(lookOf({ variant, size, wide }), className)}
    >
      <Face busy={busy} busyLabel={busyLabel} icon={icon}>
        {children}
      </Face>
    </button>
  );
}

/** A link that looks like a button: it leads to the next step. */
export function ButtonLink(props: Look & ComponentProps<typeof Link>) {
  const { variant, size, wide, icon, className, children, ...rest } = props;
  return (
    <Link {...rest} className={clsx(lookOf({ variant, size, wide }), className)}>
      <Face icon={icon}>{children}</Face>
    </Link>
  );
}

/** A button that is only a picture; its label is read out and shown on hover. */
export function IconButton(props: Omit<ComponentProps<'button'>, 'children'> & { label: string; icon: ReactNode }) {
  const { label, icon, className, type, ...rest } = props;
  return (
    <button
      {...rest}
      type={type ?? 'button'}
      aria-label={label}
      title={label}
      className={clsx(
        'inline-flex size-11 shrink-0 items-center justify-center rounded-field text-text hover:bg-sunken',
        'active:bg-brand-soft disabled:opacity-50',
        className,
      )}
    >
      {icon}
    </button>
  );
}

function Face(props: { busy?: boolean; busyLabel?: string | undefined; icon?: ReactNode; children: ReactNode }) {
  const { busy = false, busyLabel, icon, children } = props;
  const isReplaced = busy && busyLabel !== undefined;
  return (
    <span className="grid">
      <span
        className={clsx(
          'col-start-1 row-start-1 inline-flex items-center justify-center gap-2',
          isReplaced ? 'invisible' : busy && 'opacity-0',
        )}
      >
        {icon}
        {children}
      </span>
      {busy && (
        <span className="col-start-1 row-start-1 inline-flex items-center justify-center gap-2">
          <SpinnerMark />
          {busyLabel}
        </span>
      )}
    </span>
  );
}

function lookOf({ variant = 'secondary', size = 'regular', wide = false }: Look): string {
  return clsx(
    'inline-flex items-center justify-center rounded-field border text-center font-bold no-underline',
    'transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-progress',
    size === 'regular' ? 'min-h-12 px-5 py-2 text-body' : 'min-h-11 px-3 py-1.5 text-small pointer-fine:min-h-10',
    wide && 'w-full',
    variants[variant],
  );
}

const variants: Readonly<Record<ButtonVariant, string>> = {
  primary: 'border-transparent bg-brand text-on-brand enabled:hover:bg-brand-hover [a&]:hover:bg-brand-hover',
  secondary: 'border-control bg-surface text-text hover:bg-sunken',
  quiet: 'border-transparent text-brand hover:bg-brand-soft',
  danger: 'border-transparent bg-danger text-on-danger hover:bg-danger-hover',
};
