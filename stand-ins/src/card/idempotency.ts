/** One effect per Idempotency-Key: the first answer under a key is every later answer under it. */
import { createHash } from 'node:crypto';

export interface Answer {
  /** Which request the key stands for. */
  fingerprint: string;
  status: number;
  body: string;
}

/** How many answers are remembered; the oldest go first. */
const ANSWERS_MAX = 200_000;

/** Identifies a request by what it asks: method, path and the exact bytes of its body. */
export function fingerprint(method: string, path: string, body: string): string {
  return createHash('sha1').update(`${method} ${path}\n${body}`).digest('base64');
}

/** A bounded memory of answers by key, in the order they were given. */
export function rememberAnswers() {
  const answers = new Map<string, Answer>();
  return {
    get: (key: string): Answer | undefined => answers.get(key),
    set(key: string, answer: Answer): void {
      answers.set(key, answer);
      if (answers.size <= ANSWERS_MAX) return;
      const oldest = answers.keys().next();
      if (!oldest.done) answers.delete(oldest.value);
    },
    entries: (): IterableIterator<[string, Answer]> => answers.entries(),
  };
}

export type Answers = ReturnType<typeof rememberAnswers>;
