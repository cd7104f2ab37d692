/** Solves one challenge away from the page's thread, and says how it gets on. */
import { type Challenge, createSearch } from './find-nonce.ts';

/** About every thirtieth of a second on a phone. */
const TRIES_BETWEEN_WORDS = 4_096;

addEventListener('message', ({ data }: MessageEvent<Challenge>) => {
  const search = createSearch(data);
  for (let tries = 0; ; tries += TRIES_BETWEEN_WORDS) {
    postMessage({ tries });
    const nonce = search(TRIES_BETWEEN_WORDS);
    if (nonce !== undefined) {
      postMessage({ nonce });
      return;
    }
  }
});
