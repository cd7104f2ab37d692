/** Nothing here: why, and one way on. */
import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
  /** One button or link. */
  readonly action?: ReactNode;
}

/** Stands where the list would be. */
export function EmptyState({ title, children, icon, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-3 rounded-card border border-line border-dashed bg-surface px-6 py-12 text-center">
      {icon && (
        <div aria-hidden className="flex size-14 items-center justify-center rounded-full bg-brand-soft text-brand">
          {icon}
        </div>
      )}
      <p className="text-balance font-bold text-h4">{title}</p>
      {children && <div className="max-w-text text-muted">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
