/** How old figures are, in words. */
import { formatRelative } from '../words/format.ts';
import { useAgeSeconds } from './fresh.ts';

/** "Last check 12 seconds ago"; it ticks for the eye and is not read out each second. */
export function Age({ atMs }: { atMs: number }) {
  const seconds = useAgeSeconds(atMs);
  return <span className="tabular">Last check {seconds === 0 ? 'just now' : formatRelative(-seconds)}</span>;
}
