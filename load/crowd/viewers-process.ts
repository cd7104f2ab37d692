/**
 * A crowd that looks at one live seat map: thousands of streams in one process, which notes when each delta came to each
 * of them and does as little else as it can. Its parent says where to look, later that it is enough, and gets the times.
 */
import { connect } from 'node:net';
import { machineMs } from '../generator/machine-clock.ts';

export interface Looking {
  readonly url: string;
  readonly path: string;
  readonly viewers: number;
}
/** Told once all streams are open. */
export type Opened = 'open';
export interface SeenDelta {
  readonly version: number;
  /** The places it changed. */
  readonly places: readonly number[];
  /** When it came to the first viewer, by the machine's clock. */
  readonly firstMs: number;
  /** How many viewers had it so many milliseconds later; the last one counts all that are later still. */
  readonly after: Uint32Array;
}
export interface Seen {
  readonly deltas: readonly SeenDelta[];
  readonly deliveries: number;
  readonly bytes: number;
  /** Streams that ended before they were told to. */
  readonly lost: number;
  readonly cpuSeconds: number;
}

const AT_ONCE = 100;
const LATE_MS = 10_000;
const READ_BYTES = 256 * 1024;
const KNOWN_CHUNKS = 32;
const DELTA = /event: delta\nid: (\d+)\ndata: (.*)\n\n/g;

type Delta = { -readonly [K in keyof SeenDelta]: SeenDelta[K] };

const deltas = new Map<number, Delta>();
/** What the last chunks said: everybody gets the same bytes. */
const known = new Map<number, { readonly bytes: Buffer; readonly told: readonly Delta[] }>();
const tails = new Map<number, Buffer>();
let deliveries = 0;
let bytes = 0;
let lost = 0;
let isOver = false;

process.once('message', (looking: Looking) => {
  void openAll(looking).then(() => {
    deltas.clear();
    [deliveries, bytes] = [0, 0];
    const cpu = process.cpuUsage();
    process.once('message', () => {
      isOver = true;
      const { user, system } = process.cpuUsage(cpu);
      const seen: Seen = { deltas: [...deltas.values()], deliveries, bytes, lost, cpuSeconds: (user + system) / 1e6 };
      process.send?.(seen, () => process.exit());
    });
    process.send?.('open' satisfies Opened);
  });
});
process.once('disconnect', () => process.exit());

/** Some at a time: the system keeps only so many that were not yet accepted. */
async function openAll({ url, path, viewers }: Looking): Promise<void> {
  const at = new URL(url);
  const request = `GET ${path} HTTP/1.1\r\nhost: ${at.host}\r\naccept: text/event-stream\r\n\r\n`;
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun < viewers) {
      begun += 1;
      await openOne(at, request, begun);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

const buffer = Buffer.alloc(READ_BYTES);

/** Resolves with the first bytes. All streams read into the same memory. */
function openOne(at: URL, request: string, viewer: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const callback = (length: number): boolean => {
      resolve();
      take(viewer, buffer.subarray(0, length));
      return true;
    };
    const socket = connect({ host: at.hostname, port: Number(at.port), onread: { buffer, callback } });
    socket.on('error', reject);
    socket.on('close', () => {
      if (!isOver) lost += 1;
    });
    socket.write(request);
  });
}

function take(viewer: number, chunk: Buffer): void {
  bytes += chunk.length;
  const tail = tails.get(viewer);
  const same = tail ? undefined : known.get(chunk.length);
  if (same?.bytes.equals(chunk) === true) {
    for (const delta of same.told) note(delta);
    return;
  }
  const all = tail ? Buffer.concat([tail, chunk]) : Buffer.from(chunk);
  const text = all.toString('latin1');
  const told = [...text.matchAll(DELTA)].map(([, version = '', data = '']) => deltaOf(Number(version), data));
  for (const delta of told) note(delta);
  const end = text.lastIndexOf('\n\n') + 2;
  const rest = all.subarray(end);
  // What is left is the line end of the chunk, or the beginning of what comes next.
  if (rest.length > 2) tails.set(viewer, Buffer.from(rest));
  else tails.delete(viewer);
  if (tail || rest.length > 2) return;
  if (known.size >= KNOWN_CHUNKS) known.clear();
  known.set(all.length, { bytes: all, told });
}

function deltaOf(version: number, data: string): Delta {
  const found = deltas.get(version);
  if (found) return found;
  const { seats } = JSON.parse(data) as { seats: [number, number][] };
  const places = seats.map(([place]) => place);
  const made = { version, places, firstMs: machineMs(), after: new Uint32Array(LATE_MS) };
  deltas.set(version, made);
  return made;
}

function note(delta: Delta): void {
  deliveries += 1;
  const ms = Math.min(LATE_MS - 1, Math.max(0, Math.round(machineMs() - delta.firstMs)));
  delta.after[ms] = (delta.after[ms] ?? 0) + 1;
}
