/** What carries facts between services. A courier is for speed; the log is the truth. */
import type { LogEntry } from './outbox.ts';

export interface Courier {
  /** Hands a producer's entries to whoever listens. May lose, double or reorder; consumers mend that. Never throws. */
  publish(producer: string, entries: readonly LogEntry[]): void;
  listen(producer: string, listener: (entries: readonly LogEntry[]) => void): void;
  /** Carries what is under way, for a moment, and nothing more. Call it when no producer runs any longer. */
  close(): Promise<void>;
}

/** The courier for services that share a process. */
export function inProcessCourier(): Courier {
  const listeners = new Map<string, ((entries: readonly LogEntry[]) => void)[]>();
  return {
    publish(producer, entries) {
      for (const listener of listeners.get(producer) ?? []) listener(entries);
    },
    listen(producer, listener) {
      listeners.set(producer, [...(listeners.get(producer) ?? []), listener]);
    },
    close: () => Promise.resolve(),
  };
}
