/** Every charge of the provider, in memory, found by id, reference, idempotency key or action page. */
import type { Charge, ChargeRecord } from './charge.ts';

/** A stand-in lives as long as a demo or a load test: past this many charges it refuses new ones. */
const CHARGES_MAX = 1_000_000;

export interface ChargeFilter {
  reference?: string | undefined;
  idempotencyKey?: string | undefined;
  limit: number;
  /** Where to go on: a `nextCursor` of an earlier page. */
  cursor: number;
}

export function openLedger() {
  const records = new Map<string, ChargeRecord>();
  const order: string[] = [];
  const byReference = new Map<string, string[]>();
  const byKey = new Map<string, string>();
  const byAction = new Map<string, string>();

  function index({ charge, actionSecret }: ChargeRecord): void {
    order.push(charge.id);
    const siblings = byReference.get(charge.reference);
    if (siblings) siblings.push(charge.id);
    else byReference.set(charge.reference, [charge.id]);
    if (charge.idempotencyKey !== null) byKey.set(charge.idempotencyKey, charge.id);
    if (actionSecret !== null) byAction.set(actionSecret, charge.id);
  }

  const find = (id: string | undefined): ChargeRecord | undefined => (id === undefined ? undefined : records.get(id));

  return {
    /** Keeps a new charge, or the next state of one already here. */
    keep(record: ChargeRecord): void {
      if (!records.has(record.charge.id)) index(record);
      records.set(record.charge.id, record);
    },
    find,
    ofKey: (key: string): ChargeRecord | undefined => find(byKey.get(key)),
    ofAction: (secret: string): ChargeRecord | undefined => find(byAction.get(secret)),
    isFull: (): boolean => records.size >= CHARGES_MAX,
    all: (): IterableIterator<ChargeRecord> => records.values(),
    /** One page, oldest first: an order that new charges do not disturb. */
    list({ reference, idempotencyKey, limit, cursor }: ChargeFilter): { items: Charge[]; nextCursor: string | null } {
      let ids: readonly string[] = reference === undefined ? order : (byReference.get(reference) ?? []);
      if (idempotencyKey !== undefined) ids = ids.filter((id) => id === byKey.get(idempotencyKey));
      const items = ids.slice(cursor, cursor + limit).flatMap((id) => find(id)?.charge ?? []);
      return { items, nextCursor: cursor + limit < ids.length ? String(cursor + limit) : null };
    },
  };
}

export type Ledger = ReturnType<typeof openLedger>;
