/** Looks for a QR code in a picture, away from the page's thread. */
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import decoderUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

// Fetched at once, while the camera still starts; if it can't be had, the first picture's reader says so.
void prepareZXingModule({ overrides: { locateFile: () => decoderUrl }, fireImmediately: true }).catch(() => undefined);

const options: ReaderOptions = { formats: ['QRCode'], maxNumberOfSymbols: 1, tryHarder: true, textMode: 'Plain' };

let canvas: OffscreenCanvas | undefined;

addEventListener('message', ({ data }: MessageEvent<ImageBitmap>) => {
  void read(data).then(
    (text) => postMessage({ text }),
    (error: unknown) => postMessage({ failed: String(error) }),
  );
});

async function read(picture: ImageBitmap): Promise<string | null> {
  const { width, height } = picture;
  if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2d canvas in a worker');
  context.drawImage(picture, 0, 0);
  picture.close();
  const [found] = await readBarcodes(context.getImageData(0, 0, width, height), options);
  return found?.text ?? null;
}
