/** Keeps the screen on while a ticket is looked at: a phone that goes dark in the queue holds everybody up. */
import { useEffect } from 'react';

/** Asks again when the page comes back into sight, as browsers let go when it leaves. Where nobody can, nothing happens. */
export function KeepAwake() {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return;
    let lock: WakeLockSentinel | undefined;
    let isOver = false;
    const stayAwake = async () => {
      if (document.visibilityState !== 'visible') return;
      try {
        lock = await navigator.wakeLock.request('screen');
        if (isOver) await lock.release();
      } catch {
        // The device saves its battery: its owner's choice.
      }
    };
    const ask = () => void stayAwake();
    ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', ask);
      void lock?.release();
    };
  }, []);
  return null;
}
