/** The same request sent twice at once: the second waits for what the first one made. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Answered } from '../api/ask.ts';

const LOOKS_MAX = 8;
const LOOKS_APART_MS = 300;

/** Asks again while the same keyed request is still running; the buyer sees nothing of it. */
export async function untilSettled<T>(request: () => Promise<Answered<T>>): Promise<Answered<T>> {
  let answer = await request();
  for (let looks = 1; looks < LOOKS_MAX && isRunning(answer); looks++) {
    await wait(LOOKS_APART_MS);
    answer = await request();
  }
  return answer;
}

const isRunning = (answer: Answered<unknown>): boolean => !answer.ok && answer.refusal.code === 'request_in_progress';
