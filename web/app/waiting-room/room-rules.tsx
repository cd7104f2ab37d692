/** What one may do while waiting, so that nobody sits in front of a page for fear. */
import { DoorClosed, RefreshCw, UserRound } from 'lucide-react';

/** A guest's place lives in this browser; an account's goes where the account goes. */
export function RoomRules({ isGuest }: { isGuest: boolean }) {
  return (
    <ul className="grid gap-3 [&_svg]:mt-0.5 [&_svg]:shrink-0 [&_svg]:text-muted [&>li]:flex [&>li]:gap-3">
      <li>
        <DoorClosed aria-hidden size={20} />
        <span>You can lock your phone or close this page. Your place is kept{isGuest && ' in this browser'}.</span>
      </li>
      <li>
        <RefreshCw aria-hidden size={20} />
        <span>Refreshing doesn’t change your place.</span>
      </li>
      <li>
        <UserRound aria-hidden size={20} />
        <span>One place per person. More tabs don’t help.</span>
      </li>
    </ul>
  );
}
