/**
 * A label, a hint, a control and what is wrong with it, wired so that all four are read together. The ids are those of
 * conform (`…-description`, `…-error`), so a field made with `fieldProps` works with an error summary's links.
 */
import { clsx } from 'clsx';
import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';

/** What every field has beside its control. */
export interface FieldWords {
  readonly label: ReactNode;
  /** Stands between label and control; never inside the control. */
  readonly hint?: ReactNode;
  /** One sentence; of several only the first is shown. */
  readonly error?: string | readonly string[] | undefined;
  /** Says "(optional)" behind the label. */
  readonly optional?: boolean | undefined;
}

export interface Wiring {
  readonly id: string;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-describedby': string | undefined;
}

/** Lays the words around a control; the control takes the ids it is given. */
export function Field(
  props: FieldWords & {
    id?: string | undefined;
    className?: string | undefined;
    children: (wiring: Wiring) => ReactNode;
  },
) {
  const { label, hint, error, optional, className, children } = props;
  const wiring = useWiring(props);
  return (
    <div className={clsx('grid gap-1.5', className)}>
      <label htmlFor={wiring.id} className="font-medium">
        {label}
        {optional && <span className="font-normal text-muted"> (optional)</span>}
      </label>
      <Hint id={wiring.id}>{hint}</Hint>
      {children(wiring)}
      <FieldError id={wiring.id} error={error} />
    </div>
  );
}

/** The ids that tie a control to its hint and its error. */
export function useWiring({
  id,
  hint,
  error,
}: Pick<FieldWords, 'hint' | 'error'> & { id?: string | undefined }): Wiring {
  const own = useId();
  const wiredId = id ?? own;
  const isWrong = firstOf(error) !== undefined;
  const described = [hasContent(hint) && `${wiredId}-description`, isWrong && `${wiredId}-error`].filter(Boolean);
  return {
    id: wiredId,
    'aria-invalid': isWrong || undefined,
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
  };
}

export function Hint({ id, children }: { id: string; children: ReactNode }) {
  if (!hasContent(children)) return null;
  return (
    <p id={`${id}-description`} className="text-small text-muted">
      {children}
    </p>
  );
}

export function FieldError({ id, error }: { id: string; error: FieldWords['error'] }) {
  const sentence = firstOf(error);
  if (sentence === undefined) return null;
  return (
    <p id={`${id}-error`} className="flex items-start gap-1.5 font-medium text-danger text-small">
      <CircleAlert aria-hidden size={18} className="mt-px shrink-0" />
      <span>
        <span className="sr-only">Error: </span>
        {sentence}
      </span>
    </p>
  );
}

/** How text controls look: 48 px high, 16 px text, so that no phone zooms in. */
export const controlLook = clsx(
  'block min-h-12 w-full rounded-field border border-control bg-surface px-3 py-2 text-body text-text',
  'aria-invalid:border-2 aria-invalid:border-danger disabled:bg-sunken disabled:text-muted [&[readonly]]:bg-sunken',
);

const hasContent = (node: ReactNode): boolean => node !== undefined && node !== null && node !== false && node !== '';
const firstOf = (error: FieldWords['error']): string | undefined => (typeof error === 'string' ? error : error?.[0]);
