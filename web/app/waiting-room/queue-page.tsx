/** The waiting room of an event: a place taken once, told truthfully, and kept whatever the browser does. */
import { useEffect } from 'react';
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  type ShouldRevalidateFunctionArgs,
  useLoaderData,
  useRevalidator,
} from 'react-router';
import type { FrameHandle } from '../frame/frame-kind.ts';
import { LiveRegion } from '../ui/live-region.tsx';
import { Page } from '../ui/page.tsx';
import { DrawProof } from './draw-proof.tsx';
import { LeaveRoom } from './leave-room.tsx';
import { changeQueue } from './queue-action.server.ts';
import { loadQueue } from './queue-loader.server.ts';
import { RoomHead } from './room-head.tsx';
import { RoomRules } from './room-rules.tsx';
import { type Stage, stageOf, titleOf } from './stage.ts';
import { StageCard } from './stage-card.tsx';
import { TellMe } from './tell-me.tsx';
import { useEntry } from './use-entry.ts';
import { useNews } from './use-news.ts';

/** Leaving by accident must be impossible: nothing on the page leads away but what says so. */
export const handle = { frame: 'quiet' } satisfies FrameHandle;

export const loader = (args: LoaderFunctionArgs) => loadQueue(args);
export const action = (args: ActionFunctionArgs) => changeQueue(args);

/** A refusal changes nothing that was loaded; a crowd that is refused does not load it all again. */
export function shouldRevalidate({ actionResult, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs): boolean {
  const isRefused = typeof actionResult === 'object' && actionResult !== null && 'refusal' in actionResult;
  return defaultShouldRevalidate && !isRefused;
}

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => {
  if (!loaderData) return [{ title: 'Waiting room · Usher' }];
  const { event, entry } = loaderData;
  const own = entry === 'unknown' ? null : entry;
  return [
    { title: `${titleOf(stageOf(event.status, entry), own, event.name)} · Usher` },
    { name: 'robots', content: 'noindex' },
  ];
};

/** Stages in which one holds a place that time may change. */
const placed: ReadonlySet<Stage> = new Set(['pooled', 'waiting', 'sold_out']);
const UNKNOWN_AGAIN_SECONDS = 10;

export default function QueuePage() {
  const data = useLoaderData<typeof loader>();
  const { event, queue } = data;
  const told = data.entry === 'unknown' ? null : data.entry;
  const { entry, estimate, isLate } = useEntry(told);
  const stage = stageOf(event.status, data.entry === 'unknown' ? 'unknown' : entry);
  const isPlaced = placed.has(stage);
  useTitle(`${titleOf(stage, entry, event.name)} · Usher`);
  useAskAgain(stage === 'unknown');
  return (
    <Page width="form" className="max-md:pt-4">
      {(isPlaced || stage === 'unknown') && <Refresh seconds={entry?.askAgainInSeconds ?? UNKNOWN_AGAIN_SECONDS} />}
      <RoomHead event={event} stage={stage} />
      <StageCard {...{ data, stage, entry, estimate, isLate }} />
      {(isPlaced || stage === 'outside') && <RoomRules isGuest={data.isGuest} />}
      {(isPlaced || stage === 'admitted') && <TellMe eventName={event.name} isTurn={stage === 'admitted'} />}
      {queue?.draw && stage !== 'closed' && <DrawProof eventId={event.id} draw={queue.draw} entryId={entry?.id} />}
      {(isPlaced || stage === 'admitted') && <LeaveRoom />}
      <LiveRegion>{useNews(stage, entry, estimate)}</LiveRegion>
    </Page>
  );
}

/** Without script the page itself is the question, at the server's interval. */
function Refresh({ seconds }: { seconds: number }) {
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(seconds)} />
    </noscript>
  );
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}

function useAskAgain(isUnknown: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isUnknown) return;
    const timer = setInterval(() => void revalidate(), UNKNOWN_AGAIN_SECONDS * 1000);
    return () => clearInterval(timer);
  }, [isUnknown, revalidate]);
}
