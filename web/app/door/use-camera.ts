/** The camera as a component sees it: on while somebody scans, at rest when nobody comes. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { monotonic } from '../clock.ts';
import { type Camera, cameraSentence, openCamera } from './camera.ts';

/** A phone on a stand would be empty before the encore. */
const REST_AFTER_MS = 60_000;

type CameraView =
  | { readonly state: 'starting' | 'resting' }
  | { readonly state: 'live'; readonly camera: Camera }
  | { readonly state: 'failed'; readonly sentence: string };

export interface UsedCamera {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly view: CameraView;
  /** Undefined where the phone has none. */
  readonly torch: { readonly isLit: boolean; toggle(): void } | undefined;
  /** Starts it anew after a rest or a failure. */
  wake(): void;
}

/** Opens the camera when the component appears and lets go of it when it leaves. */
export function useCamera(onCode: (code: string) => void): UsedCamera {
  const video = useRef<HTMLVideoElement>(null);
  const [view, setView] = useState<CameraView>({ state: 'starting' });
  const [starts, setStarts] = useState(1);
  const [isLit, setIsLit] = useState(false);
  const wake = () => setStarts((before) => before + 1);

  useEffect(() => {
    if (!video.current) return;
    setView({ state: 'starting' });
    setIsLit(false);
    return runCamera({ video: video.current, onCode, show: setView });
  }, [starts, onCode]);

  const isResting = view.state === 'resting';
  useEffect(() => {
    if (!isResting) return;
    const comeBack = () => !document.hidden && wake();
    document.addEventListener('visibilitychange', comeBack);
    return () => document.removeEventListener('visibilitychange', comeBack);
  }, [isResting]);

  const camera = view.state === 'live' && view.camera.hasTorch ? view.camera : undefined;
  const toggle = () => {
    void camera?.lightTorch(!isLit).then(() => setIsLit(!isLit));
  };
  return { video, view, torch: camera && { isLit, toggle }, wake };
}

interface Running {
  readonly video: HTMLVideoElement;
  readonly onCode: (code: string) => void;
  readonly show: (view: CameraView) => void;
}

/** Runs the camera until it is stopped, rests or fails; gives what stops it. */
function runCamera({ video, onCode, show }: Running): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let lastCodeMs = monotonic();
  const end = (view: CameraView) => {
    if (signal.aborted) return;
    ending.abort();
    show(view);
  };
  const fail = (error: unknown) => end({ state: 'failed', sentence: cameraSentence(error) });
  const sighted = (code: string) => {
    lastCodeMs = monotonic();
    onCode(code);
  };
  openCamera({ video, onCode: sighted, onFault: fail, signal }).then(
    (camera) => !signal.aborted && show({ state: 'live', camera }),
    fail,
  );
  const idle = setInterval(() => {
    if (monotonic() - lastCodeMs > REST_AFTER_MS) end({ state: 'resting' });
  }, 1_000);
  document.addEventListener('visibilitychange', () => document.hidden && end({ state: 'resting' }), { signal });
  signal.addEventListener('abort', () => clearInterval(idle), { once: true });
  keepScreenOn(signal);
  return () => ending.abort();
}

/** A screen that goes dark between two guests would need a tap for each. */
function keepScreenOn(signal: AbortSignal): void {
  if (!('wakeLock' in navigator)) return;
  navigator.wakeLock.request('screen').then(
    (lock) => {
      if (signal.aborted) void lock.release();
      else signal.addEventListener('abort', () => void lock.release(), { once: true });
    },
    // Refused on a low battery; scanning goes on.
    () => undefined,
  );
}
