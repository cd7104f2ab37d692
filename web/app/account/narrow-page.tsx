/** A page that asks for one thing: a heading, a form, and the ways out below. */
import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';

interface NarrowPageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
  /** Other ways to get on, below the form. */
  readonly below?: ReactNode;
}

/** One column, as wide as a form needs. */
export function NarrowPage({ title, lead, children, below }: NarrowPageProps) {
  return (
    <Page width="form">
      <PageHeader title={title} lead={lead} />
      {children}
      {below && <div className="grid gap-3 border-line border-t pt-6 text-muted">{below}</div>}
    </Page>
  );
}
