/** Written seat maps, kept compressed: a stadium in full is megabytes of text and is asked for by everybody at once. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gunzip, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip' | 'identity';

export interface WrittenMap {
  /** Of the text before it is compressed. */
  readonly hash: string;
  bytes(encoding: Encoding): Promise<Buffer>;
}

export interface SeatMapMemory {
  /** The map under a key, written when it is not kept; concurrent readers share one writing. */
  read(key: string, write: () => Promise<string>): Promise<WrittenMap>;
}

const zip = promisify(gzip);
const unzip = promisify(gunzip);
const brotli = promisify(brotliCompress);
/** Higher costs seconds of processor time for a stadium and saves a few per cent. */
const BROTLI_QUALITY = 5;
const HASH_DIGITS = 24;

/** Keeps at most so many bytes; the map least recently asked for goes first. */
export function openSeatMapMemory(bytesMax: number): SeatMapMemory {
  const kept = new Map<string, { map: Promise<WrittenMap>; size: number }>();
  let bytes = 0;

  function forget(key: string): void {
    bytes -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  }

  return {
    read(key, write) {
      const known = kept.get(key);
      if (known) {
        kept.delete(key);
        kept.set(key, known);
        return known.map;
      }
      const written = write().then(compress);
      const entry = { map: written.then(({ map }) => map), size: 0 };
      kept.set(key, entry);
      written.then(
        ({ size }) => {
          entry.size = size;
          bytes += size;
          for (const oldest of kept.keys()) {
            if (bytes <= bytesMax || oldest === key) break;
            forget(oldest);
          }
        },
        () => {
          forget(key);
        },
      );
      return entry.map;
    },
  };
}

async function compress(text: string): Promise<{ map: WrittenMap; size: number }> {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS);
  const plain = Buffer.from(text);
  const [gzipped, br] = await Promise.all([
    zip(plain),
    brotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  ]);
  return {
    size: gzipped.length + br.length,
    // Whoever takes nothing compressed is rare: the plain text is not kept.
    map: { hash, bytes: async (encoding) => (encoding === 'br' ? br : encoding === 'gzip' ? gzipped : unzip(gzipped)) },
  };
}
