/** How many are in, asked for anew while people come. */
import { useEffect, useState } from 'react';
import type { Data } from '../api/ask.ts';
import { ask } from '../api/browser.ts';

const POLL_MS = 5_000;

type Stats = Data<'getCheckInStats'>;

/** The counts every five seconds, and at once after each scan; `isOnline` is whether the last asking was answered. */
export function useStats(initial: Stats, lastScan: string | undefined): { stats: Stats; isOnline: boolean } {
  const [stats, setStats] = useState(initial);
  const [isOnline, setIsOnline] = useState(true);
  const { eventId } = initial;
  useEffect(() => {
    const ending = new AbortController();
    const poll = async () => {
      const answer = await ask('getCheckInStats', { params: { id: eventId }, signal: AbortSignal.timeout(POLL_MS) });
      if (ending.signal.aborted) return;
      if (answer.ok) setStats(answer.data);
      setIsOnline(answer.ok || answer.refusal.code !== 'unreachable');
    };
    if (lastScan !== undefined) void poll();
    const timer = setInterval(() => void poll(), POLL_MS);
    return () => {
      ending.abort();
      clearInterval(timer);
    };
  }, [eventId, lastScan]);
  return { stats, isOnline };
}
