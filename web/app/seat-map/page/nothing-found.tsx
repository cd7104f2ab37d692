/** No seats were found, or their time is over: why, and the nearest thing that may do. */
import type { ReactNode } from 'react';
import { paths } from '../../paths.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Problem } from '../../ui/problem.tsx';
import { formatMoneyShort } from '../../words/format.ts';
import type { FilterChoice } from './filter-choice.ts';
import { FindFields } from './find-fields.tsx';
import type { FindControls } from './find-form.tsx';
import { findRefusalWords } from './find-refusal-words.ts';
import type { FindWish } from './find-wish.ts';
import { nextTier } from './price-choice.ts';
import type { SeatsEvent } from './seats-loader.server.ts';
import type { Finding } from './use-finding.ts';

interface NothingFoundProps {
  readonly finding: Finding;
  readonly event: SeatsEvent;
  readonly controls: FindControls;
  readonly isLeft: (tier: number) => boolean;
}

/** Nothing until there is something to say. */
export function NothingFound({ finding, event, controls, isLeft }: NothingFoundProps) {
  const { refusal, wish, isEnded } = finding;
  if (isEnded) return <Problem refusal={ended} remedy="Nothing was charged. Find seats again." className={LOOK} />;
  if (!refusal) return null;
  if (refusal.code !== 'not_enough_seats' || !wish)
    return <Problem refusal={refusal} action={<OwnOrder finding={finding} />} className={LOOK} />;
  return (
    <Notice
      role="status"
      tone="warning"
      title={findRefusalWords(refusal, wish, false).join(' ')}
      action={<Remedies wish={wish} {...{ finding, event, controls, isLeft }} />}
      className={LOOK}
    />
  );
}

const LOOK = 'p-3 text-small';
const ended = { code: 'hold_expired' };

/** Seats with an order are not let go for others. */
function OwnOrder({ finding: { refusal, replaces } }: { finding: Finding }) {
  const isOrdered = refusal?.code === 'hold_used' || refusal?.code === 'payment_in_progress';
  if (!isOrdered || replaces === undefined) return null;
  return (
    <ButtonLink size="small" to={paths.holdDetails(replaces)}>
      Continue that order
    </ButtonLink>
  );
}

/** Each asks again at once, and leaves the row standing at what it asked. */
function Remedies({ wish, finding, event, controls, isLeft }: NothingFoundProps & { wish: FindWish }) {
  const { filterChoice, chooseFilter, chooseParty } = controls;
  const next = nextTier(wish.tiers, event.tiers, isLeft);
  const again = (label: ReactNode, instead: Partial<FindWish>, onAsk: () => void) => (
    <finding.Form method="post" onSubmit={onAsk}>
      <FindFields finding={finding} event={event} search={controls.search} wish={{ ...wish, ...instead }} />
      <Button type="submit" size="small" busy={finding.isBusy}>
        {label}
      </Button>
    </finding.Form>
  );
  const filtered = (choice: Partial<FilterChoice>) => () => chooseFilter({ ...filterChoice, ...choice });
  return (
    <>
      {next &&
        again(
          `Show the next price, ${formatMoneyShort(next.price)}`,
          { tiers: [next.key] },
          filtered({ tiers: [next.key], upTo: undefined }),
        )}
      {wish.accessible && again('Without a wheelchair place', { accessible: false }, filtered({ accessible: false }))}
      {wish.quantity > 1 &&
        again(`Try ${wish.quantity - 1}`, { quantity: wish.quantity - 1 }, () => chooseParty(wish.quantity - 1))}
    </>
  );
}
