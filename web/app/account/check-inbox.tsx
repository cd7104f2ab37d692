/** What is shown after a request whose answer comes by mail: the same whether the address is known or not. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { NarrowPage } from './narrow-page.tsx';

interface CheckInboxProps {
  readonly title: string;
  readonly email: string;
  readonly next?: string | null;
  readonly children: ReactNode;
}

/** Names the address, so that a mistyped one is seen. */
export function CheckInbox({ title, email, next, children }: CheckInboxProps) {
  return (
    <NarrowPage
      title={title}
      lead={<bdi className="break-words font-medium text-text">{email}</bdi>}
      below={
        <p>
          Nothing after a few minutes? Look in the folder for unwanted mail, check the address above, or{' '}
          <Link className="link" to={paths.help()}>
            see our help
          </Link>
          .
        </p>
      }
    >
      <p>{children}</p>
      <ButtonLink to={paths.login({ next })} className="w-fit">
        Log in
      </ButtonLink>
    </NarrowPage>
  );
}
