/**
 * Notices what must not happen inside a transaction: calling a peer, who may take seconds while rows are locked, or opening
 * another transaction, which may wait for the first one for good. Both are faults of ours that no input brings about, and
 * to notice them Node must carry a context through every promise, which before Node 24 costs a quarter of a sale. So it is
 * the tests that watch; they run every verb.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

let inside: AsyncLocalStorage<true> | undefined;

/** From now on, in this process. */
export function watchTransactions(): void {
  inside ??= new AsyncLocalStorage();
}

/** Runs the work of a transaction. */
export function asTransaction<T>(work: () => Promise<T>): Promise<T> {
  return inside ? inside.run(true, work) : work();
}

/** @throws inside a transaction, where that is watched. */
export function assertOutsideTransaction(what: string): void {
  if (inside?.getStore()) throw new Error(`${what} inside a transaction`);
}
