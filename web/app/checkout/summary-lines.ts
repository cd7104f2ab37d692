/** The lines of an order summary: what is bought, where, and how its price comes about. Made on the server. */
import { type Money, times } from '@usher/contracts/money';
import type { Data } from '../api/ask.ts';
import { type Place, placeWords } from './place-words.ts';

export interface SummaryLine {
  readonly key: string;
  readonly place: string;
  readonly tier: string | undefined;
  readonly quantity: number;
  /** Who it is for, where the event asks for names. */
  readonly attendee: string | undefined;
  /** What the total is made of; only parts that are not nothing. */
  readonly parts: readonly { readonly label: string; readonly money: Money; readonly isLess?: true }[];
  readonly total: Money;
}

type Tiers = Data<'getEvent'>['priceTiers'];

/** The places somebody holds, at their prices. */
export function linesOfHold({ items }: Data<'getHold'>, tiers: Tiers): SummaryLine[] {
  return grouped(
    items.map((item, i) => ({
      ...named(item, tiers),
      key: item.seatId ?? `${item.areaId ?? ''} ${String(i)}`,
      attendee: undefined,
      parts: [],
      total: item.price,
    })),
  );
}

/** The lines of an order with the whole breakdown of their prices. */
export function linesOfOrder({ lines }: Data<'getOrder'>, tiers: Tiers): SummaryLine[] {
  return grouped(
    lines.map((line) => ({
      ...named(line, tiers),
      key: line.id,
      attendee: line.attendee === null ? undefined : `${line.attendee.firstName} ${line.attendee.lastName}`,
      parts: partsOf(line),
      total: line.total,
    })),
  );
}

function named(item: Place & { readonly tierKey: string }, tiers: Tiers) {
  return { place: placeWords(item), tier: tiers.find((tier) => tier.key === item.tierKey)?.name, quantity: 1 };
}

/** A price that is nothing but the ticket's is its own breakdown. */
function partsOf(line: Data<'getOrder'>['lines'][number]): SummaryLine['parts'] {
  const extra = [
    { label: 'Fee', money: line.fee },
    { label: 'Discount', money: line.discount, isLess: true as const },
    { label: 'Tax', money: line.tax },
  ].filter(({ money }) => money.amount > 0);
  return extra.length === 0 ? [] : [{ label: 'Ticket', money: line.unitPrice }, ...extra];
}

/** Places nobody can tell apart are one line: `3 × Standing`. */
function grouped(lines: readonly SummaryLine[]): SummaryLine[] {
  const groups = new Map<string, SummaryLine[]>();
  for (const line of lines) {
    const { key: _key, ...rest } = line;
    const alike = JSON.stringify(rest);
    groups.set(alike, [...(groups.get(alike) ?? []), line]);
  }
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first, quantity: 1 + others.length, total: times(first.total, 1 + others.length) }],
  );
}
