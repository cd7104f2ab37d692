/** What is said aloud: each change of where one stands, and the line's progress only when it is news. */
import { useEffect, useRef, useState } from 'react';
import { type Estimate, estimateWords } from './estimate.ts';
import { isNews, type Told } from './news.ts';
import { placeSentence } from './place-words.ts';
import type { Entry, Stage } from './stage.ts';

/** The words for a polite live region; empty until something has changed since the page came. */
export function useNews(stage: Stage, entry: Entry | null, estimate: Estimate | null): string {
  const [words, setWords] = useState('');
  const told = useRef<{ stage: Stage; line: Told | null } | null>(null);
  const place = entry?.place ?? null;
  const toSeconds = estimate?.toSeconds ?? null;
  useEffect(() => {
    const line = place === null ? null : { place, toSeconds };
    const before = told.current;
    const isSame = before?.stage === stage && !(line && (before.line === null || isNews(before.line, line)));
    if (isSame) return;
    told.current = { stage, line };
    if (before !== null) setWords(stage === 'waiting' && line ? lineWords(line.place, estimate) : stageWords[stage]);
  }, [stage, place, toSeconds]);
  return words;
}

function lineWords(place: number, estimate: Estimate | null): string {
  const sentence = `${placeSentence(place)}.`;
  return estimate === null ? sentence : `${sentence} Estimated wait: ${estimateWords(estimate)}.`;
}

/** Being let in and sold out are told by the parts of the page that appear then. */
const stageWords: Readonly<Record<Stage, string>> = {
  outside: '',
  unknown: '',
  pooled: 'You’re in.',
  waiting: 'The order is drawn. You are in line.',
  sold_out: '',
  admitted: '',
  lapsed: 'Your turn has passed.',
  closed: 'Sales have ended.',
};
