/** What belongs to the person at this browser: their things, their work, how they like to see it. */
import { ChevronDown, CircleUser } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import { paths } from '../paths.ts';
import { useRoot } from '../root-data.ts';
import { ThemeSwitch } from './theme-switch.tsx';

/** Opens without script; with it, closes on Escape, on a press elsewhere and when a page opens. */
export function AccountMenu() {
  const menu = useMenu();
  const root = useRoot();
  const isSignedIn = root?.viewer !== null && root?.viewer !== undefined && root.viewer.role !== 'guest';
  return (
    <details ref={menu.ref} onKeyDown={menu.closeOnEscape} className="group relative">
      <summary className="inline-flex min-h-11 shrink-0 min-w-11 list-none items-center justify-center gap-2 rounded-field px-2 font-medium hover:bg-sunken md:px-3">
        <CircleUser aria-hidden size={22} />
        <span className="sr-only md:not-sr-only md:whitespace-nowrap">{isSignedIn ? 'Account' : 'Log in'}</span>
        <ChevronDown aria-hidden size={16} className="hidden group-open:rotate-180 md:block" />
      </summary>
      <div className="absolute end-0 top-full z-sheet mt-1 grid w-72 gap-1 rounded-card border border-line bg-raised p-2 shadow-2">
        {isSignedIn ? <SignedInLinks /> : <VisitorLinks />}
        <div className="border-line border-t px-3 pt-3 pb-2">
          <ThemeSwitch />
        </div>
        {isSignedIn && (
          <form method="post" action={paths.logout()} className="border-line border-t pt-1">
            <button type="submit" className="min-h-11 w-full rounded-field px-3 text-start font-medium hover:bg-sunken">
              Log out
            </button>
          </form>
        )}
      </div>
    </details>
  );
}

function SignedInLinks() {
  const may = useRoot()?.may;
  return (
    <>
      <nav aria-label="Your account" className="grid">
        <MenuLink to={paths.orders()}>My orders</MenuLink>
        <MenuLink to={paths.account()}>Account</MenuLink>
      </nav>
      {(may?.organize || may?.scan || may?.administer) && (
        <nav aria-label="Your work" className="grid border-line border-t pt-1">
          {may.organize && <MenuLink to={paths.organizer()}>Organise</MenuLink>}
          {may.scan && <MenuLink to={paths.door()}>Door</MenuLink>}
          {may.administer && <MenuLink to={paths.admin()}>Admin</MenuLink>}
        </nav>
      )}
    </>
  );
}

function VisitorLinks() {
  const { pathname, search } = useLocation();
  const isAtTheDoor = pathname === paths.login() || pathname === paths.register() || pathname === paths.home();
  const query = isAtTheDoor ? {} : { next: pathname + search };
  return (
    <nav aria-label="Your account" className="grid">
      <MenuLink to={paths.login(query)}>Log in</MenuLink>
      <MenuLink to={paths.register(query)}>Create an account</MenuLink>
      <MenuLink to={paths.findOrder()}>Find my order</MenuLink>
    </nav>
  );
}

function MenuLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link
      to={to}
      className="flex min-h-11 items-center rounded-field px-3 font-medium text-text no-underline hover:bg-sunken"
    >
      {children}
    </Link>
  );
}

function useMenu() {
  const ref = useRef<HTMLDetailsElement>(null);
  const { key } = useLocation();
  const close = () => ref.current?.removeAttribute('open');
  useEffect(close, [key]);
  useEffect(() => {
    const pressElsewhere = (press: PointerEvent) => {
      if (press.target instanceof Node && ref.current?.contains(press.target) === false) close();
    };
    document.addEventListener('pointerdown', pressElsewhere);
    return () => document.removeEventListener('pointerdown', pressElsewhere);
  }, []);
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    close();
    ref.current?.querySelector('summary')?.focus();
  };
  return { ref, closeOnEscape };
}
