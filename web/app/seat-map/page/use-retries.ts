/** A busy server says when to come back: the page does so by itself, a few times, and the buyer need not. */
import { useEffect, useRef } from 'react';
import type { Refusal } from '../../api/ask.ts';

const RETRIES = 3;
const RETRY_AFTER_SECONDS = 3;
/** Part of a wait that is left to chance, so that not all come back in one moment. */
const JITTER = 0.3;
const busyCodes: ReadonlySet<string> = new Set(['overloaded', 'rate_limited', 'unavailable']);

/** Sends again after the wait; a new question starts to count anew, no question (undefined) stops it. */
export function useRetries(refusal: Refusal | undefined, question: string | undefined, send: () => void): void {
  const sent = useRef<{ question: string | undefined; retries: number }>({ question, retries: 0 });
  useEffect(() => {
    if (!refusal || question === undefined || !busyCodes.has(refusal.code)) return;
    if (sent.current.question !== question) sent.current = { question, retries: 0 };
    if (sent.current.retries >= RETRIES) return;
    sent.current.retries += 1;
    const wait = (refusal.retryAfterSeconds ?? RETRY_AFTER_SECONDS) * 1000 * (1 + chance() * JITTER);
    const timer = setTimeout(send, wait);
    return () => clearTimeout(timer);
  }, [refusal, question]);
}

/** Between 0 and 1. */
const chance = (): number => (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 255;
