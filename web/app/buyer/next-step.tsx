/** The one button of an event: to its seats, or into its waiting room where that comes first. */
import { Form, useNavigation } from 'react-router';
import { paths } from '../paths.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { chooseLabel, type ShownEvent } from './event-sale.ts';

/** Joining is a form: one tap takes a place, and who has one keeps it. */
export function NextStep({ shown: { event, isQueued }, wide = false }: { shown: ShownEvent; wide?: boolean }) {
  const isBusy = useNavigation().formAction === paths.queue(event.slug);
  if (!isQueued)
    return (
      <ButtonLink to={paths.seats(event.slug)} prefetch="intent" variant="primary" wide={wide}>
        {chooseLabel(event)}
      </ButtonLink>
    );
  return (
    <Form method="post" action={paths.queue(event.slug)}>
      <input type="hidden" name="intent" value="join" />
      <Button
        type="submit"
        variant="primary"
        wide={wide}
        busy={isBusy}
        busyLabel="Taking your place…"
        className="min-[24rem]:whitespace-nowrap"
      >
        Join the waiting room
      </Button>
    </Form>
  );
}
