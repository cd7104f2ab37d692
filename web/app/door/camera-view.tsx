/** What the camera sees, with a frame for the code; or why there is nothing to see. */
import { Camera, CameraOff } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import type { UsedCamera } from './use-camera.ts';

interface CameraViewProps {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly view: UsedCamera['view'];
  readonly isAsking: boolean;
  readonly onWake: () => void;
}

/** The video stays in place whatever covers it, so that it can start again. */
export function CameraView({ video, view, isAsking, onWake }: CameraViewProps) {
  return (
    <div className="relative overflow-hidden bg-sunken">
      <video ref={video} muted playsInline aria-hidden className="absolute inset-0 size-full object-cover" />
      {view.state === 'live' && <Frame isAsking={isAsking} />}
      {view.state === 'starting' && (
        <Cover>
          <Spinner>Starting the camera…</Spinner>
        </Cover>
      )}
      {view.state === 'resting' && (
        <Cover icon={<Camera aria-hidden size={40} />} words="The camera rests to save the battery.">
          <Button variant="primary" onClick={onWake}>
            Wake the camera
          </Button>
        </Cover>
      )}
      {view.state === 'failed' && (
        <Cover icon={<CameraOff aria-hidden size={40} />} words={view.sentence}>
          <Button onClick={onWake}>Try the camera again</Button>
        </Cover>
      )}
    </div>
  );
}

function Cover({ icon, words, children }: { icon?: ReactNode; words?: string; children: ReactNode }) {
  return (
    <div className="absolute inset-0 grid place-content-center justify-items-center gap-4 bg-sunken p-6 text-center">
      {icon}
      {words && (
        <p role="status" className="max-w-72 text-balance text-lead">
          {words}
        </p>
      )}
      {children}
    </div>
  );
}

/** Four corners around the square in which codes are looked for. */
function Frame({ isAsking }: { isAsking: boolean }) {
  return (
    <div className="absolute inset-0 grid place-content-center justify-items-center gap-3">
      <svg
        aria-hidden
        viewBox="0 0 100 100"
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
        className="size-[min(70vw,45dvh)]"
      >
        <path d="M2 20V2h18M80 2h18v18M98 80v18H80M20 98H2V80" />
      </svg>
      <p className="rounded-full bg-bg px-4 py-1 text-body">{isAsking ? 'Checking…' : 'Hold the code in the frame'}</p>
    </div>
  );
}
