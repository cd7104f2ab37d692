/** Orders and tickets one does not have: because one is not logged in, or because nothing was bought. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty.tsx';

interface NothingYetProps {
  readonly what: 'orders' | 'tickets';
  /** Somebody we don't know may have an account, or have bought as a guest. */
  readonly isVisitor: boolean;
  readonly icon: ReactNode;
}

/** Says why there is nothing, and offers one way on beside the one for guests. */
export function NothingYet({ what, isVisitor, icon }: NothingYetProps) {
  return (
    <EmptyState
      title={isVisitor ? `Log in to see your ${what}` : `No ${what} yet`}
      icon={icon}
      action={
        isVisitor ? (
          <ButtonLink variant="primary" to={paths.login({ next: paths[what]() })}>
            Log in
          </ButtonLink>
        ) : (
          <ButtonLink variant="primary" to={paths.events()}>
            Search events
          </ButtonLink>
        )
      }
    >
      Bought as a guest?{' '}
      <Link className="link" to={paths.findOrder()}>
        Find your order
      </Link>
    </EmptyState>
  );
}
