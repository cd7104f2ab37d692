/** The page's end of the work: a worker does it; where none can run, the page does it between its other duties. */
import { type Challenge, createSearch } from './find-nonce.ts';

interface Solving {
  readonly signal: AbortSignal;
  /** Hears how many tries there were. */
  readonly onTries: (tries: number) => void;
}

interface Word {
  readonly tries?: number;
  readonly nonce?: string;
}

/** How long the page's own thread is kept from what its person does. */
const SLICE_TRIES = 500;

/** The nonce; never settles once the signal is given. */
export function solve(challenge: Challenge, { signal, onTries }: Solving): Promise<string> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./solve-worker.ts', import.meta.url), { type: 'module' });
    signal.addEventListener('abort', () => worker.terminate());
    worker.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data.nonce !== undefined) resolve(data.nonce);
      else if (data.tries !== undefined) onTries(data.tries);
    };
    worker.onerror = () => void solveHere(challenge, { signal, onTries }).then(resolve);
    worker.postMessage(challenge);
  });
}

async function solveHere(challenge: Challenge, { signal, onTries }: Solving): Promise<string> {
  const search = createSearch(challenge);
  for (let tries = 0; !signal.aborted; tries += SLICE_TRIES) {
    const nonce = search(SLICE_TRIES);
    if (nonce !== undefined) return nonce;
    onTries(tries);
    await new Promise((rested) => setTimeout(rested, 0));
  }
  return new Promise(() => undefined);
}
