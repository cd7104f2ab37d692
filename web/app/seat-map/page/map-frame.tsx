/** The place of the map: as high before it is there as after, so that nothing jumps. */
import type { ReactNode } from 'react';
import { Spinner } from '../../ui/spinner.tsx';

/** At least 58 % of a phone's height; on a desk all that is left below the controls. */
export function MapFrame({ children }: { children: ReactNode }) {
  return (
    <section
      aria-label="Seat map"
      className="relative h-[58dvh] min-h-80 overflow-hidden rounded-card border border-line bg-map-ground lg:h-[calc(100dvh-22rem)] lg:min-h-[30rem]"
    >
      {children}
    </section>
  );
}

/** In the middle of the frame while the map is on its way; the words that remain without scripts say what to do. */
export function MapWaiting() {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-4 p-6 text-center">
      <Spinner>Loading the seats…</Spinner>
      <noscript>The map needs JavaScript. Without it we can still find the best seats for you, above.</noscript>
    </div>
  );
}

/** The drawing could not be had, but the seats are there: the list needs no drawing. */
export function MapMissing() {
  return (
    <div className="flex h-full items-center justify-center p-6 text-center text-muted">
      <p>We couldn’t load the map. You can choose the same seats from the list, or reload the page.</p>
    </div>
  );
}
