/** The screen a door works with: camera, verdict, count. Dark, whole, and no tap between two guests. */
import { X } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Data } from '../api/ask.ts';
import { ask } from '../api/browser.ts';
import { IconButton } from '../ui/button.tsx';
import { LiveRegion } from '../ui/live-region.tsx';
import { CameraView } from './camera-view.tsx';
import { type CheckIns, createCheckIns, nothingYet } from './check-ins.ts';
import { deviceId } from './device.ts';
import { ScannerFoot } from './scanner-foot.tsx';
import type { Signals } from './signals.ts';
import { useCamera } from './use-camera.ts';
import { useStats } from './use-stats.ts';
import { spoken } from './verdict.ts';
import { VerdictScreen } from './verdict-screen.tsx';

interface ScannerProps {
  readonly event: { readonly id: string; readonly name: string; readonly timeZone: string };
  readonly gate: string;
  readonly stats: Data<'getCheckInStats'>;
  /** Unlocked by the tap that opened the scanner. */
  readonly signals: Signals;
  readonly onStop: () => void;
}

/** Covers the page until stopped; what lies below is inert meanwhile. */
export function Scanner({ event, gate, stats: before, signals, onStop }: ScannerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const checkIns = useCheckIns({ event, gate, signals });
  const { shown, last, isAsking } = useSyncExternalStore(checkIns.subscribe, checkIns.read, () => nothingYet);
  const { video, view, torch, wake } = useCamera(checkIns.sighted);
  const { stats, isOnline } = useStats(before, last?.key);
  return (
    <dialog
      ref={dialog}
      data-theme="dark"
      aria-label={`Scanner for ${event.name}`}
      onClose={onStop}
      className="m-0 h-dvh max-h-none w-screen max-w-none bg-bg text-text open:grid open:grid-rows-[auto_minmax(0,1fr)_auto]"
    >
      <ScannerHead eventName={event.name} gate={gate} isOnline={isOnline} onStop={onStop} />
      <CameraView video={video} view={view} isAsking={isAsking} onWake={wake} />
      <ScannerFoot stats={stats} last={last} timeZone={event.timeZone} torch={torch} onType={checkIns.typed} />
      <LiveRegion assertive>{shown ? spoken(shown.verdict) : ''}</LiveRegion>
      {shown && (
        <VerdictScreen
          key={shown.key}
          shown={shown}
          isAsking={isAsking}
          onName={checkIns.named}
          onDismiss={checkIns.dismiss}
        />
      )}
    </dialog>
  );
}

/** One conversation for as long as the scanner is open. */
function useCheckIns({ event, gate, signals }: Pick<ScannerProps, 'event' | 'gate' | 'signals'>): CheckIns {
  const [checkIns] = useState(() =>
    createCheckIns({
      eventId: event.id,
      timeZone: event.timeZone,
      deviceId: deviceId(),
      gate,
      ask,
      play: (sound) => signals.play(sound),
    }),
  );
  return checkIns;
}

interface HeadProps {
  readonly eventName: string;
  readonly gate: string;
  readonly isOnline: boolean;
  readonly onStop: () => void;
}

function ScannerHead({ eventName, gate, isOnline, onStop }: HeadProps) {
  return (
    <header className="flex min-h-14 items-center gap-3 border-line border-b ps-4 pe-1.5 pt-[env(safe-area-inset-top)]">
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-body">{eventName}</h2>
        <p className="truncate text-muted text-small">
          {gate !== '' && <>{gate} · </>}
          <span className={isOnline ? 'text-success' : 'font-bold text-warning'}>
            {isOnline ? 'Online' : 'Offline'}
          </span>
        </p>
      </div>
      <IconButton label="Stop scanning" icon={<X aria-hidden size={28} />} onClick={onStop} className="size-14" />
    </header>
  );
}
