/** The beginning of a page: where one came from, what this is, and what one can do here. */
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, type To } from 'react-router';

interface PageHeaderProps {
  /** The page's one `h1`. */
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  /** Above the title: the way back. */
  readonly back?: { readonly to: To; readonly label: string } | undefined;
  /** Beside the title, below it on phones. */
  readonly actions?: ReactNode;
}

/** Title and lead, with the way back above and buttons beside. */
export function PageHeader({ title, lead, back, actions }: PageHeaderProps) {
  return (
    <header className="grid gap-3">
      {back && <BackLink to={back.to}>{back.label}</BackLink>}
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid min-w-0 gap-2">
          <h1 className="text-h2 md:text-h1">{title}</h1>
          {lead && <div className="max-w-text text-lead text-muted">{lead}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  );
}

/** One step up; its words name the place it leads to. */
export function BackLink({ to, children }: { to: To; children: ReactNode }) {
  return (
    <Link
      to={to}
      className="inline-flex min-h-11 w-fit items-center gap-1.5 font-medium text-brand no-underline hover:underline"
    >
      <ArrowLeft aria-hidden size={20} className="shrink-0 rtl:-scale-x-100" />
      {children}
    </Link>
  );
}
