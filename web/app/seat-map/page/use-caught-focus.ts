/** What was pressed may be gone with the answer; whoever uses keys then goes on from what came instead. */
import { type RefObject, useEffect, useRef } from 'react';

/** Give the ref to what comes instead. It takes the focus when nothing else has it; before the first answer it never does. */
export function useCaughtFocus<E extends HTMLElement>(answer: string | undefined): RefObject<E | null> {
  const place = useRef<E>(null);
  useEffect(() => {
    if (answer !== undefined && document.activeElement === document.body) place.current?.focus({ preventScroll: true });
  }, [answer]);
  return place;
}
