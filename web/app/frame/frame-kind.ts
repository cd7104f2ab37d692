/** How much of the frame a page wants around it: `export const handle = { frame: 'quiet' } satisfies FrameHandle`. */
import { useMatches } from 'react-router';

/** `full`: all of it. `quiet`: the brand and help, nothing that leads away (checkout). `none`: the page is all there is (the door). */
export type FrameKind = 'full' | 'quiet' | 'none';

/** What a route module exports as `handle` to say so. */
export interface FrameHandle {
  readonly frame: FrameKind;
}

/** The wish of the innermost page that has one. */
export function useFrameKind(): FrameKind {
  const handles = useMatches().map((match) => match.handle);
  return handles.findLast(isFrameHandle)?.frame ?? 'full';
}

function isFrameHandle(handle: unknown): handle is FrameHandle {
  return typeof handle === 'object' && handle !== null && 'frame' in handle;
}
