/** A small piece of work before one gets a place: dear for who wants ten thousand places, nothing for who wants one. */
import { useEffect, useRef, useState } from 'react';
import { useSubmit } from 'react-router';
import { Meter } from '../ui/meter.tsx';
import { useHydrated } from '../ui/ticking.ts';
import { formatNumber } from '../words/format.ts';
import type { Challenge } from './find-nonce.ts';
import { solve } from './solve.ts';

/** Solves the challenge and joins with it. A challenge that ran out meanwhile is followed by another. */
export function ChallengeWork({ challenge, difficultyBits }: Challenge) {
  const tries = useSolution({ challenge, difficultyBits });
  const usual = 2 ** difficultyBits;
  // Where no script runs, nothing is being worked on.
  if (!useHydrated()) return null;
  return (
    <section aria-label="Joining" className="grid gap-3 rounded-card border border-line bg-surface p-4 md:p-6">
      <p role="status" className="font-bold">
        Your device is doing a small piece of work
      </p>
      <p className="max-w-text text-muted">
        It keeps bots out and takes a few seconds. You get your place by itself when it is done.
      </p>
      <Meter label="Work done" value={shareOf(tries, usual)} max={1} text={`${formatNumber(tries)} tries`} />
      <p className="tabular text-muted text-small">
        {formatNumber(tries)} tries; it usually takes about {formatNumber(usual)}.
      </p>
    </section>
  );
}

/** How likely it was to be done by now: the one thing about luck that is true. */
const shareOf = (tries: number, usual: number): number => 1 - Math.exp(-tries / usual);

function useSolution(work: Challenge): number {
  const [tries, setTries] = useState(0);
  const submit = useRef(useSubmit());
  const { challenge, difficultyBits } = work;
  useEffect(() => {
    const stop = new AbortController();
    void solve({ challenge, difficultyBits }, { signal: stop.signal, onTries: setTries }).then((nonce) =>
      submit.current({ intent: 'join', challenge, nonce }, { method: 'post' }),
    );
    return () => stop.abort();
  }, [challenge, difficultyBits]);
  return tries;
}
