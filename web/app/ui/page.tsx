/** The column a page stands in. */
import { clsx } from 'clsx';
import type { ReactNode } from 'react';

interface PageProps {
  /** `page` 1200 px of content, `text` for reading, `form` for one thing to fill in. */
  readonly width?: 'page' | 'text' | 'form' | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Gutters, the space above and below, and the space between the parts of a page. */
export function Page({ width = 'page', className, children }: PageProps) {
  return (
    <div className={clsx('page-column py-6 md:py-10', className)}>
      <div className={clsx('grid grid-cols-[minmax(0,1fr)] gap-6 md:gap-8', widths[width])}>{children}</div>
    </div>
  );
}

const widths = { page: '', text: 'mx-auto max-w-text', form: 'mx-auto max-w-form' } as const;
