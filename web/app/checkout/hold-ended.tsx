/** The time is up: what that means, and two ways on. The page stays where it is. */
import { Form, useNavigation } from 'react-router';
import type { Refusal } from '../api/ask.ts';
import { paths } from '../paths.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { refusalSentence } from '../words/refusals.ts';

interface HoldEndedProps {
  readonly slug: string;
  readonly attempt: number;
  /** Let go on purpose, not run out. */
  readonly isReleased?: boolean | undefined;
  /** What the last try to get the seats came to. */
  readonly refusal?: Refusal | null | undefined;
}

/** Offers the same seats, as far as they are free, and the map. */
export function HoldEnded({ slug, attempt, isReleased, refusal }: HoldEndedProps) {
  const navigation = useNavigation();
  const isBusy = navigation.formData?.get('intent') === 'again';
  return (
    <Notice
      role="alert"
      tone="warning"
      title={titleOf(isReleased, refusal)}
      action={
        <>
          <Form method="post" preventScrollReset>
            <input type="hidden" name="intent" value="again" />
            <input type="hidden" name="attempt" value={attempt} />
            <Button type="submit" variant="primary" busy={isBusy} busyLabel="Looking…">
              Try to get the same seats
            </Button>
          </Form>
          {refusal?.code === 'queue_required' ? (
            <ButtonLink to={paths.queue(slug)}>Go to the waiting room</ButtonLink>
          ) : (
            <ButtonLink to={paths.seats(slug)}>Back to the map</ButtonLink>
          )}
        </>
      }
    >
      Nothing was charged.
    </Notice>
  );
}

function titleOf(isReleased = false, refusal?: Refusal | null): string {
  if (refusal?.code === 'seats_taken' || refusal?.code === 'not_enough_seats')
    return 'These seats went to somebody else meanwhile.';
  if (refusal && refusal.code !== 'hold_expired') return refusalSentence(refusal);
  return isReleased ? 'You let these seats go.' : 'Your time is up, so the seats went back on sale.';
}
