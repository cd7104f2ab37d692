/**
 * Bodies that are written once and sent to many: as the same bytes to all, packed once for those who take them packed,
 * and not at all to those who have them already.
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Call, Reply } from './operations.ts';

export interface Written {
  readonly plain: Buffer;
  /** What tells this version of the body from all others, without quotes. */
  readonly tag: string;
  /** The body in gzip, packed when it is first asked for. */
  packed(): Promise<Buffer>;
}

const zip = promisify(gzip);
/** Less fits into one packet as it is. */
const PACKED_BYTES_MIN = 1_024;

/** Keeps what was written, to be sent. */
export function writeOnce(body: string | Buffer, tag: string): Written {
  const plain = Buffer.from(body);
  let packing: Promise<Buffer> | undefined;
  return { plain, tag, packed: () => (packing ??= zip(plain)) };
}

/**
 * Sends what was written in the form the reader takes, or says that the reader has it. Each form has a strong tag of
 * its own. The headers may name a content type; JSON it is else.
 */
export async function sendWritten(
  call: Pick<Call, 'header'>,
  written: Written,
  headers: Readonly<Record<string, string>>,
): Promise<Reply<never>> {
  const packs = written.plain.length >= PACKED_BYTES_MIN && takesGzip(call.header('accept-encoding'));
  const etag = `"${written.tag}${packs ? '-gzip' : ''}"`;
  const all = { ...headers, etag };
  if (isFresh(call.header('if-none-match'), etag)) return new Reply(undefined as never, { status: 304, headers: all });
  if (!packs) return new Reply(written.plain as never, { headers: all });
  return new Reply((await written.packed()) as never, { headers: { ...all, 'content-encoding': 'gzip' } });
}

/** True when the reader has it already (RFC 9110, section 13.1.2: weak comparison, a list, or `*`). */
export function isFresh(ifNoneMatch: string | undefined, etag: string): boolean {
  return (
    ifNoneMatch !== undefined &&
    ifNoneMatch.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
  );
}

/** `q=0` is a no (RFC 9110, section 12.5.3). */
function takesGzip(acceptEncoding: string | undefined): boolean {
  return acceptEncoding !== undefined && /(^|,)\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))[^,]*)?(,|$)/i.test(acceptEncoding);
}
