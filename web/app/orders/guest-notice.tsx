/** For who bought without an account: how long this browser knows, and how to keep what was bought. */
import { paths } from '../paths.ts';
import { useRoot } from '../root-data.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** Shown to guests only. An account made now takes over all a guest bought. */
export function GuestNotice({ next }: { next: string }) {
  if (useRoot()?.viewer?.role !== 'guest') return null;
  return (
    <Notice
      title="You bought as a guest"
      action={<ButtonLink to={paths.register({ next })}>Create an account</ButtonLink>}
    >
      This browser remembers your tickets for a day; the mail we sent keeps them for good. With an account they are here
      on every device.
    </Notice>
  );
}
