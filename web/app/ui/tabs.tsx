/** Parts of one place, each with an address of its own. */
import { Link, type To, useLocation, useResolvedPath } from 'react-router';

export interface TabLink {
  readonly to: To;
  readonly label: string;
  /** Only this very address, not what lies below it. */
  readonly end?: boolean | undefined;
  /** Another path below which this tab is the marked one, for what belongs to it and has an address elsewhere. */
  readonly under?: string | undefined;
}

/** Links in a row; on a phone the row scrolls sideways. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav aria-label={label} className="overflow-x-auto border-line border-b">
      <ul className="flex w-max gap-1">
        {tabs.map((tab) => (
          <li key={tab.label}>
            <Tab tab={tab} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Tab({ tab }: { tab: TabLink }) {
  const { pathname } = useLocation();
  const own = useResolvedPath(tab.to).pathname;
  const roots = [...(tab.end === true ? [] : [own]), ...(tab.under === undefined ? [] : [tab.under])];
  const isMarked = pathname === own || roots.some((root) => pathname.startsWith(`${root}/`));
  return (
    <Link
      to={tab.to}
      prefetch="intent"
      aria-current={isMarked ? 'page' : undefined}
      className="-mb-px flex min-h-12 items-center border-transparent border-b-3 px-3 font-medium text-muted no-underline -outline-offset-3 hover:text-text md:px-4 aria-[current=page]:border-brand aria-[current=page]:text-text"
    >
      {tab.label}
    </Link>
  );
}
