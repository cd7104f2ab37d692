/** Reading rows one by one, as verbs do, at the price of reading them together: concurrent reads become one statement. */
import type { Batch, BatchOptions } from './batch.ts';

export interface ReadTogetherOptions<Row> {
  readonly name: string;
  /** Reads rows by id, in one statement; what does not exist is not in the answer. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, Row>>;
}

const LANES = 2;
const CAP = 256;
const QUEUE_MAX = 10_000;

/** Gives the reader of one row. It sees everything that was committed before it was asked. */
export function readTogether<Row>(
  kit: {
    batch(options: Omit<BatchOptions<string, Row | undefined>, 'metrics' | 'clock'>): Batch<string, Row | undefined>;
  },
  { name, read }: ReadTogetherOptions<Row>,
): (id: string) => Promise<Row | undefined> {
  return kit.batch({
    name,
    lanes: LANES,
    cap: CAP,
    queueMax: QUEUE_MAX,
    run: async (ids) => {
      const rows = await read([...new Set(ids)]);
      return ids.map((id) => rows.get(id));
    },
  });
}
