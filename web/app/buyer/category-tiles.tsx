/** All there is, by kind. */
import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { formatCount } from '../words/format.ts';
import { CategoryIcon } from './category-icon.tsx';
import { categoryPlural } from './category-words.ts';
import { SectionHeading } from './section-heading.tsx';

/** As many as fill two rows on a desk; the search page has the rest. */
const SHOWN = 10;

/** Nothing when the kinds are not known. */
export function CategoryTiles({ categories }: { categories: readonly { name: string; count: number }[] }) {
  if (categories.length === 0) return null;
  return (
    <section aria-labelledby="categories" className="grid gap-4 md:gap-6">
      <SectionHeading id="categories" title="Browse by kind" />
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
        {categories.slice(0, SHOWN).map(({ name, count }) => (
          <li key={name}>
            <Link
              to={paths.events({ category: name })}
              prefetch="intent"
              className="flex h-full items-center gap-3 rounded-card border border-line bg-surface p-3 text-text no-underline transition-colors hover:border-brand hover:bg-brand-soft md:p-4"
            >
              <span className="flex size-11 shrink-0 items-center justify-center rounded-full bg-brand-soft text-brand">
                <CategoryIcon category={name} size={22} />
              </span>
              <span className="grid min-w-0">
                <span className="truncate font-bold">{categoryPlural(name)}</span>
                <span className="tabular text-muted text-small">{formatCount(count, 'event')}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
