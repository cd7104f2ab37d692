/** The foot of every page: help in the same place, always. */
import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { useFrameKind } from './frame-kind.ts';

/** Help, a lost order, the API. */
export function Footer() {
  const kind = useFrameKind();
  if (kind === 'none') return null;
  return (
    <footer className="border-line border-t bg-surface text-small print:hidden">
      <div className="page-column flex flex-wrap items-center justify-between gap-x-8 gap-y-2 py-4">
        <nav aria-label="Help and more">
          <ul className="-ms-2 flex flex-wrap">
            <FooterLink to={paths.help()} label="Help" />
            {kind === 'full' && (
              <>
                <FooterLink to={paths.findOrder()} label="Find my order" />
                <FooterLink to={paths.api()} label="API" leavesPages />
              </>
            )}
          </ul>
        </nav>
        <p className="text-muted">Event times are by the clock of the venue.</p>
      </div>
    </footer>
  );
}

/** The API's pages are not part of the web app, so the browser loads them anew. */
function FooterLink({ to, label, leavesPages = false }: { to: string; label: string; leavesPages?: boolean }) {
  return (
    <li>
      <Link
        to={to}
        reloadDocument={leavesPages}
        className="inline-flex min-h-11 items-center px-2 font-medium text-text no-underline hover:underline"
      >
        {label}
      </Link>
    </li>
  );
}
