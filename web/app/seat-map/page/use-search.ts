/** The search for the best seats: asked for, offered one group after the other, closed. */
import { useEffect, useState } from 'react';
import { formatCount } from '../../words/format.ts';
import { findBest, type Found } from './best-seats.ts';
import { useChoice } from './choice.ts';
import { groupWords } from './seat-words.ts';

/** `none`: nobody can sit like that any more; `end`: all there was has been offered. */
export type Result = Found | 'none' | 'end' | undefined;

export type Search = ReturnType<typeof useSearch>;

/** Offers one group after the other, each shown on the map; nothing is taken before the buyer says so. */
export function useSearch(chooseParty: (party: number) => void) {
  const { plan, view, filter, party, basket, announcer, showPreview, map } = useChoice();
  const [result, setResult] = useState<Result>();
  const [offered, setOffered] = useState<ReadonlySet<number>>(new Set());

  const show = (next: Result) => {
    setResult(next);
    const seats = typeof next === 'object' ? next.seats : undefined;
    showPreview(seats);
    if (seats) map.current?.showSeats(seats);
    announcer.say(typeof next === 'object' ? `Found ${groupWords(plan, next.seats)}.` : resultSentence(next, party));
  };
  const search = (count: number, before: ReadonlySet<number>) => {
    const excluded = new Set([...before, ...basket.seats.map(({ seat }) => seat)]);
    const found = findBest(plan, view, { count, filter, excluded });
    setOffered(new Set([...before, ...(found?.seats ?? [])]));
    show(found ?? (before.size > 0 ? 'end' : 'none'));
  };
  const close = () => {
    setResult(undefined);
    setOffered(new Set());
    showPreview(undefined);
  };
  // Another party or filter is another question.
  useEffect(close, [party, filter]);
  return {
    result,
    close,
    find: () => search(party, new Set()),
    findOther: () => search(party, offered),
    tryFewer: () => {
      chooseParty(party - 1);
      announcer.say(`Looking for ${party - 1} instead of ${party}.`);
    },
  };
}

/** What there is to say when nothing was found. */
export function resultSentence(result: Result, party: number): string {
  if (result === 'end') return 'Those were all the places we can offer you together.';
  return party === 1
    ? 'There is no such seat any more.'
    : `There aren’t ${formatCount(party, 'seat')} together any more.`;
}
