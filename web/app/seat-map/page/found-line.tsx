/** Seats that are held for the buyer already: where they are, what they cost, how long they are held, and what next. */
import { X } from 'lucide-react';
import { paths } from '../../paths.ts';
import { Button, ButtonLink, IconButton } from '../../ui/button.tsx';
import { Countdown } from '../../ui/countdown.tsx';
import { formatMoney } from '../../words/format.ts';
import { FindFields } from './find-fields.tsx';
import { findRefusalWords } from './find-refusal-words.ts';
import { OFFERS_MAX } from './find-wish.ts';
import { arrangementWords, foundWords } from './found-words.ts';
import type { SeatsEvent } from './seats-loader.server.ts';
import { useCaughtFocus } from './use-caught-focus.ts';
import type { Finding } from './use-finding.ts';

interface FoundLineProps {
  readonly finding: Finding;
  readonly found: NonNullable<Finding['found']>;
  readonly event: SeatsEvent;
  readonly search: string;
  readonly onShow: (() => void) | undefined;
  readonly isFirstStep: boolean;
}

/** Says everything in words; the map only repeats it. */
export function FoundLine({ finding, found, event, search, onShow, isFirstStep }: FoundLineProps) {
  const { hold } = found;
  const split = arrangementWords(hold);
  const place = useCaughtFocus<HTMLElement>(`${hold.id} ${finding.mayAskForOthers}`);
  return (
    <section
      ref={place}
      tabIndex={-1}
      aria-label="Found for you"
      className="flex animate-rise items-start gap-1 rounded-card border border-brand bg-surface py-1 ps-4 pe-1"
    >
      <div className="grid min-w-0 flex-1 gap-x-6 gap-y-2 py-1.5 md:grid-cols-[minmax(0,1fr)_auto] md:items-center">
        <div className="grid gap-0.5">
          <p className="flex items-baseline justify-between gap-3">
            <span className="font-bold">{foundWords(hold)}</span>
            <span className="tabular font-medium">{formatMoney(hold.total)}</span>
          </p>
          {split && <p className="text-small">{split}</p>}
          <Countdown
            key={hold.id}
            label="Already held"
            expiresAt={hold.expiresAt}
            onEnd={finding.end}
            className="text-small"
          />
          <Note finding={finding} />
        </div>
        <div className="flex flex-wrap gap-2">
          <ButtonLink variant={isFirstStep ? 'primary' : 'secondary'} size="small" to={paths.holdDetails(hold.id)}>
            {hold.items.length === 1 ? 'Take this seat' : 'Take these'}
          </ButtonLink>
          {onShow && (
            <Button size="small" onClick={onShow}>
              Show on map
            </Button>
          )}
          {finding.mayAskForOthers && (
            <finding.Form method="post">
              <FindFields finding={finding} event={event} search={search} wish={finding.wish} />
              <Button type="submit" size="small" busy={finding.isBusy}>
                Other seats
              </Button>
            </finding.Form>
          )}
        </div>
      </div>
      <finding.Form method="post">
        <FindFields finding={finding} event={event} search={search} intent="letGo" />
        <IconButton
          type="submit"
          label="Let these seats go"
          icon={<X aria-hidden size={20} />}
          disabled={finding.isBusy}
          className="text-muted"
        />
      </finding.Form>
    </section>
  );
}

/** Why there are no others. */
function Note({ finding }: { finding: Finding }) {
  const { found, refusal, wish } = finding;
  if (refusal)
    return <p className="font-medium text-small text-warning">{findRefusalWords(refusal, wish, true).join(' ')}</p>;
  if (found && found.offers.length >= OFFERS_MAX)
    return <p className="text-muted text-small">That is our last offer. You can choose any other seats yourself.</p>;
  return null;
}
