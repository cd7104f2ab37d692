/** The page's end of the decoder: one picture in, the text of its code out. */
export interface Decoder {
  /** The text of the code in the picture, null when there is none. Takes the picture; one at a time. */
  read(picture: ImageBitmap): Promise<string | null>;
  close(): void;
}

interface Answer {
  readonly text?: string | null;
  readonly failed?: string;
}

/** Starts a worker of its own. A worker that can't run makes `read` throw, so that the page can say so. */
export function createDecoder(): Decoder {
  const worker = new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' });
  return {
    read: (picture) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<Answer>) => {
          if (data.failed === undefined) resolve(data.text ?? null);
          else reject(new Error(`decoding a picture: ${data.failed}`));
        };
        worker.onerror = () => reject(new Error('the decoder could not start'));
        worker.postMessage(picture, [picture]);
      }),
    close: () => worker.terminate(),
  };
}
