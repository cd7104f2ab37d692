/** *Find seats* as the page knows it: what was asked, what is held for the buyer now, and what there is to say about it. */
import { useEffect, useRef, useState } from 'react';
import { useFetcher } from 'react-router';
import type { Refusal } from '../../api/ask.ts';
import type { FindAnswer } from './find-seats.server.ts';
import { type FindWish, OFFERS_MAX, type Offer } from './find-wish.ts';
import { foundSentence } from './found-words.ts';
import { findRefusalWords } from './find-refusal-words.ts';
import type { Hold } from './own-hold.server.ts';
import type { Announcer } from './use-announcer.tsx';
import { useRetries } from './use-retries.ts';

export interface Finding {
  /** Sends without leaving the page; before the page wakes up it is an ordinary form. */
  readonly Form: ReturnType<typeof useFetcher>['Form'];
  /** Rendered with every form: pressed twice it is one hold. */
  readonly attempt: number;
  readonly isBusy: boolean;
  /** Something was asked since the page woke up. */
  readonly isAnswered: boolean;
  /** What the last answer was about. */
  readonly wish: FindWish | undefined;
  readonly found: { readonly hold: Hold; readonly offers: readonly Offer[] } | undefined;
  readonly refusal: Refusal | undefined;
  /** The time of the seats that were found is over. */
  readonly isEnded: boolean;
  readonly mayAskForOthers: boolean;
  /** The visitor's hold that the next one takes the place of. */
  readonly replaces: string | undefined;
  end(): void;
}

interface Beginning {
  /** What a form without script was answered: there a page that wakes up begins. */
  readonly first: FindAnswer | undefined;
  readonly attempt: number;
  /** The visitor's own hold, found or picked. */
  readonly hold: Hold | undefined;
  readonly announcer: Announcer;
  /** The time of the seats that were found is over. */
  readonly onEnd: () => void;
}

/** One search for the whole page: it goes on while the map is still on its way. */
export function useFinding({ first, attempt, hold, announcer, onEnd }: Beginning): Finding {
  const fetcher = useFetcher<FindAnswer>();
  const [endedId, setEndedId] = useState<string>();
  const isBusy = fetcher.state !== 'idle';
  const answer = fetcher.data ?? first;
  const isEnded = answer?.found !== undefined && answer.found.hold.id === endedId;
  const { found, refusal } = isEnded ? { found: undefined, refusal: undefined } : (answer ?? {});

  const told = useRef<FindAnswer>(undefined);
  useEffect(() => {
    if (isBusy || !fetcher.data || told.current === fetcher.data) return;
    told.current = fetcher.data;
    announcer.say(sentenceOf(fetcher.data));
  }, [isBusy, fetcher.data]);

  const sent = useRef<FormData>(undefined);
  useEffect(() => {
    if (fetcher.formData) sent.current = fetcher.formData;
  }, [fetcher.formData]);
  const answered = isBusy ? undefined : answer;
  useRetries(answered?.refusal, answered && JSON.stringify(answered.wish), () => {
    sent.current?.set('attempt', String(attempt));
    if (sent.current) void fetcher.submit(sent.current, { method: 'post' });
  });

  return {
    Form: fetcher.Form,
    attempt,
    isBusy,
    isAnswered: fetcher.data !== undefined,
    wish: answer?.wish,
    found,
    refusal,
    isEnded,
    mayAskForOthers: found !== undefined && found.offers.length < OFFERS_MAX && refusal?.code !== 'not_enough_seats',
    replaces: found?.hold.id ?? hold?.id,
    end: () => {
      setEndedId(answer?.found?.hold.id);
      onEnd();
    },
  };
}

function sentenceOf({ wish, found, refusal }: FindAnswer): string {
  if (refusal) return findRefusalWords(refusal, wish, found !== undefined).join(' ');
  return found ? foundSentence(found.hold) : 'The seats were let go.';
}
