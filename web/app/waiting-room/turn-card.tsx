/** It is one's turn: one button, and how long it works. */
import { useRevalidator } from 'react-router';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Countdown } from '../ui/countdown.tsx';
import { Card } from '../ui/card.tsx';
import type { QueueData } from './queue-loader.server.ts';

interface TurnCardProps {
  readonly event: QueueData['event'];
  readonly selection: string;
  readonly passExpiresAt: string;
}

/** Nobody is taken anywhere by themselves: who looks away finds the page as it was. */
export function TurnCard({ event, selection, passExpiresAt }: TurnCardProps) {
  const { revalidate } = useRevalidator();
  return (
    <Card className="grid gap-5 border-success">
      <p className="max-w-text text-lead">
        {selection === '' ? 'Choose your seats now.' : 'What you chose before is waiting for you, if it is still free.'}
      </p>
      <ButtonLink to={paths.seats(event.slug) + selection} variant="primary" wide>
        Enter now
      </ButtonLink>
      <Countdown label="Your turn is kept" expiresAt={passExpiresAt} onEnd={() => void revalidate()} />
    </Card>
  );
}
