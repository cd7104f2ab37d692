/**
 * Latencies in buckets whose width grows with them, so that a million of them cost 13 kB and each is known to 1.6 %.
 * The layout is that of HdrHistogram (http://hdrhistogram.org) with 64 buckets to each doubling.
 */

/** What is told of many latencies, in milliseconds. */
export interface Spread {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
}

export interface Histogram {
  record(ms: number): void;
  spread(): Spread;
}

const EXACT_BITS = 7;
const HALF = 1 << (EXACT_BITS - 1);
const BUCKETS = (32 - EXACT_BITS) * HALF + 2 * HALF;
const MICROS_MAX = 2 ** 31 - 1;

/** An empty histogram of microseconds up to half an hour; what is longer counts as that. */
export function openHistogram(): Histogram {
  const counts = new Uint32Array(BUCKETS);
  let count = 0;
  let maxMs = 0;
  return {
    record(ms) {
      const bucket = bucketOf(Math.min(Math.max(0, Math.round(ms * 1000)), MICROS_MAX));
      counts[bucket] = (counts[bucket] ?? 0) + 1;
      count += 1;
      if (ms > maxMs) maxMs = ms;
    },
    spread() {
      const at = (share: number) => Math.min(maxMs, msAt(counts, Math.max(1, Math.ceil(count * share))));
      return { count, p50Ms: at(0.5), p99Ms: at(0.99), p999Ms: at(0.999), maxMs };
    },
  };
}

function bucketOf(micros: number): number {
  const shift = Math.max(0, 32 - EXACT_BITS - Math.clz32(micros));
  return shift * HALF + (micros >> shift);
}

/** The upper edge of the bucket that holds the latency of that rank. */
function msAt(counts: Uint32Array, rank: number): number {
  let seen = 0;
  for (let bucket = 0; bucket < counts.length; bucket += 1) {
    seen += counts[bucket] ?? 0;
    if (seen < rank) continue;
    const shift = Math.max(0, Math.floor(bucket / HALF) - 1);
    return (((bucket - shift * HALF + 1) << shift) - 1) / 1000;
  }
  return 0;
}
