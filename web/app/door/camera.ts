/** The phone's rear camera: opened, looked through for codes, lit, and let go of. */
import { monotonic } from '../clock.ts';
import { createDecoder } from './decoder.ts';

/** Fifteen looks per second find a code as soon as it is sharp; more only warms the phone. */
const LOOK_EVERY_MS = 1000 / 15;

export interface Camera {
  readonly hasTorch: boolean;
  lightTorch(on: boolean): Promise<void>;
  close(): void;
}

interface Watching {
  readonly video: HTMLVideoElement;
  /** Called for every sighting of a code, the same one many times over. */
  readonly onCode: (code: string) => void;
  /** Called when pictures can't be read any more. */
  readonly onFault: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Shows the camera in the video and looks for codes until closed or aborted. Throws what the browser says against it. */
export async function openCamera({ video, onCode, onFault, signal }: Watching): Promise<Camera> {
  const stream = await askForStream();
  const closing = new AbortController();
  const over = AbortSignal.any([signal, closing.signal]);
  const close = () => {
    closing.abort();
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  if (signal.aborted) close();
  else {
    signal.addEventListener('abort', close, { once: true });
    video.srcObject = stream;
    await video.play().catch(() => undefined);
    watch(video, onCode, over).catch((error: unknown) => !over.aborted && onFault(error));
  }
  const [track] = stream.getVideoTracks();
  return {
    hasTorch: track !== undefined && canLight(track),
    lightTorch: async (on) => track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }),
    close,
  };
}

/** Why there is no picture, and what to do: the code can always be typed. */
export function cameraSentence(error: unknown): string {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
      return 'Allow the camera in your browser, or type the code.';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'This device has no camera. Type the code instead.';
    case 'NotReadableError':
    case 'AbortError':
      return 'Another app is using the camera. Close it and try again, or type the code.';
    case 'NotSupportedError':
      return 'The camera needs a secure connection. Open this page by https, or type the code.';
    default:
      return 'The camera could not be read. Try again, or type the code.';
  }
}

/** Browsers hide the camera from pages without TLS, except on one's own machine. */
async function askForStream(): Promise<MediaStream> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new DOMException('no camera without TLS', 'NotSupportedError');
  return devices.getUserMedia({
    video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
    audio: false,
  });
}

async function watch(video: HTMLVideoElement, onCode: (code: string) => void, over: AbortSignal): Promise<void> {
  const decoder = createDecoder();
  over.addEventListener('abort', () => decoder.close(), { once: true });
  while (!over.aborted) {
    const started = monotonic();
    const picture = await centreOf(video);
    const code = picture && (await decoder.read(picture));
    if (code && !over.aborted) onCode(code);
    await pause(LOOK_EVERY_MS - (monotonic() - started));
  }
}

/** The square in the middle, where the frame on the screen is; undefined while there is no picture yet. */
async function centreOf(video: HTMLVideoElement): Promise<ImageBitmap | undefined> {
  const { videoWidth, videoHeight } = video;
  const side = Math.min(videoWidth, videoHeight);
  if (side === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
  return createImageBitmap(video, (videoWidth - side) / 2, (videoHeight - side) / 2, side, side);
}

function canLight(track: MediaStreamTrack): boolean {
  // Firefox has no getCapabilities, and the torch is not in the DOM's types.
  const capabilities = 'getCapabilities' in track ? (track.getCapabilities() as { torch?: boolean }) : {};
  return capabilities.torch === true;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
