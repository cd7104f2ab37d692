/** The heading of a part of a page, with the way to more of it. */
import { ArrowRight } from 'lucide-react';
import { Link, type To } from 'react-router';

interface SectionHeadingProps {
  readonly id: string;
  readonly title: string;
  readonly more?: { readonly to: To; readonly label: string } | undefined;
}

/** An `h2` that names its section: `<section aria-labelledby={id}>`. */
export function SectionHeading({ id, title, more }: SectionHeadingProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6">
      <h2 id={id} className="text-h3 tracking-tight md:text-h2">
        {title}
      </h2>
      {more && (
        <Link
          to={more.to}
          prefetch="intent"
          className="inline-flex min-h-11 items-center gap-1.5 font-medium text-brand no-underline hover:underline"
        >
          {more.label}
          <ArrowRight aria-hidden size={18} className="rtl:-scale-x-100" />
        </Link>
      )}
    </div>
  );
}
