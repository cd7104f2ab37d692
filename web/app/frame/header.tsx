/** The top of every page: home, search, one's tickets, one's account. */
import { CircleHelp, Search, Ticket } from 'lucide-react';
import type { ReactNode } from 'react';
import { Form, Link, useLocation, useSearchParams } from 'react-router';
import { paths } from '../paths.ts';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { useFrameKind } from './frame-kind.ts';

/** 56 px high; a page that must not be left by accident keeps only the brand and help. */
export function Header() {
  const kind = useFrameKind();
  if (kind === 'none') return null;
  return (
    <header className="border-line border-b bg-surface print:hidden">
      <div className="page-column flex min-h-14 items-center gap-1 md:gap-4">
        <Brand className="me-auto md:me-0" />
        {kind === 'quiet' ? (
          <HeaderLink to={paths.help()} label="Help" icon={<CircleHelp aria-hidden size={22} />} className="ms-auto" />
        ) : (
          <>
            <SearchForm />
            <HeaderLink
              to={paths.events()}
              label="Search"
              icon={<Search aria-hidden size={22} />}
              className="md:hidden"
            />
            <HeaderLink to={paths.tickets()} label="My tickets" icon={<Ticket aria-hidden size={22} />} />
            <AccountMenu />
          </>
        )}
      </div>
    </header>
  );
}

function HeaderLink(props: { to: string; label: string; icon: ReactNode; className?: string }) {
  return (
    <Link
      to={props.to}
      prefetch="intent"
      className={`inline-flex min-h-11 min-w-11 shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-field px-2 font-medium text-text no-underline hover:bg-sunken md:px-3 ${props.className ?? ''}`}
    >
      {props.icon}
      <span className="sr-only md:not-sr-only md:whitespace-nowrap">{props.label}</span>
    </Link>
  );
}

/** On a phone the search page has the field; here a link leads to it. Home and the search page have one of their own. */
function SearchForm() {
  const [query] = useSearchParams();
  const { pathname } = useLocation();
  if (pathname === paths.home() || pathname === paths.events()) return <span className="me-auto" />;
  const sought = query.get('q') ?? '';
  return (
    <Form role="search" action={paths.events()} className="relative mx-auto hidden w-full max-w-form md:block">
      <label htmlFor="header-search" className="sr-only">
        Search events
      </label>
      <Search aria-hidden size={18} className="pointer-events-none absolute inset-y-0 start-3 my-auto text-muted" />
      <input
        key={sought}
        id="header-search"
        type="search"
        name="q"
        defaultValue={sought}
        placeholder="Event, artist, venue or city"
        className="min-h-10 w-full rounded-full border border-control bg-bg ps-10 pe-4 text-body text-text"
      />
    </Form>
  );
}
