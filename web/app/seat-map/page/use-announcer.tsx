/** Words for those who listen: what just happened to their basket. What others do is never told. */
import { useCallback, useMemo, useState } from 'react';
import { LiveRegion } from '../../ui/live-region.tsx';

export interface Announcer {
  /** Told when there is a pause. */
  say(words: string): void;
  /** Told at once: a seat is lost. */
  interrupt(words: string): void;
}

/** The announcer, and the regions it speaks through, to be rendered once. */
export function useAnnouncer(): { readonly announcer: Announcer; readonly regions: React.ReactNode } {
  const [polite, setPolite] = useState('');
  const [urgent, setUrgent] = useState('');
  const say = useCallback((words: string) => setPolite((before) => differing(words, before)), []);
  const interrupt = useCallback((words: string) => setUrgent((before) => differing(words, before)), []);
  const announcer = useMemo(() => ({ say, interrupt }), [say, interrupt]);
  const regions = (
    <>
      <LiveRegion>{polite}</LiveRegion>
      <LiveRegion assertive>{urgent}</LiveRegion>
    </>
  );
  return { announcer, regions };
}

/** The same words twice are only spoken twice when they differ by something nobody hears. */
const differing = (words: string, before: string): string => (words === before ? `${words}\u00a0` : words);
