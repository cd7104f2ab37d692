/** What the page is about at this moment: one card per stage. */
import { useRevalidator } from 'react-router';
import { ClosedCard, LapsedCard, LateNote, SoldOutCard, UnknownCard } from './ended-cards.tsx';
import type { Estimate } from './estimate.ts';
import { LineCard } from './line-card.tsx';
import { OutsideCard } from './outside-card.tsx';
import { PoolCard } from './pool-card.tsx';
import type { QueueData } from './queue-loader.server.ts';
import type { Entry, Stage } from './stage.ts';
import { TurnCard } from './turn-card.tsx';

interface StageCardProps {
  readonly data: QueueData;
  readonly stage: Stage;
  readonly entry: Entry | null;
  readonly estimate: Estimate | null;
  readonly isLate: boolean;
}

/** Exactly one of them. */
export function StageCard({ data, stage, entry, estimate, isLate }: StageCardProps) {
  const { revalidate, state } = useRevalidator();
  const { event, queue } = data;
  const passSeconds = queue?.passSeconds ?? null;
  if (stage === 'closed') return <ClosedCard event={event} />;
  if (stage === 'unknown') return <UnknownCard onAsk={() => void revalidate()} isAsking={state !== 'idle'} />;
  if (stage === 'outside' || entry === null) return <OutsideCard data={data} />;
  if (stage === 'lapsed') return <LapsedCard passSeconds={passSeconds} needsScript={queue?.challenge ?? false} />;
  if (stage === 'admitted')
    return <TurnCard event={event} selection={data.selection} passExpiresAt={entry.passExpiresAt ?? entry.opensAt} />;
  return (
    <div className="grid gap-2">
      {stage === 'pooled' && <PoolCard entry={entry} event={event} nowMs={data.nowMs} />}
      {stage === 'waiting' && <LineCard {...{ entry, estimate, passSeconds }} />}
      {stage === 'sold_out' && <SoldOutCard event={event} place={entry.place} />}
      <LateNote isLate={isLate} entry={entry} />
    </div>
  );
}
