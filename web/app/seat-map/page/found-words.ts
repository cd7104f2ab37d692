/** Seats that were found, in words: where they are, and how they lie to each other when that is not side by side. */
import { formatCount, formatList, formatMoney } from '../../words/format.ts';
import type { Hold } from './own-hold.server.ts';

type Item = Hold['items'][number];

interface Block {
  readonly section: string;
  /** Null in an area, where places have no numbers. */
  readonly row: string | null;
  readonly numbers: readonly string[];
}

/** "Stalls A, row F, seats 12 and 13", for several rows one after the other. */
export function foundWords({ items, arrangement }: Hold): string {
  const blocks = blocksOf(items);
  const isInRuns = arrangement === 'together' || arrangement === 'adjacent_rows';
  const sections = [...new Set(blocks.map(({ section }) => section))];
  return sections
    .map((section) => {
      const rows = blocks.filter((block) => block.section === section).map((block) => rowWords(block, isInRuns));
      return `${section}, ${formatList(rows)}`;
    })
    .join('; ');
}

/** "4 seats as 2 + 2, rows F and G, directly behind each other." Undefined for seats side by side. */
export function arrangementWords({ items, arrangement }: Hold): string | undefined {
  if (arrangement === undefined || arrangement === 'together') return undefined;
  const blocks = blocksOf(items);
  const seats = formatCount(items.length, 'seat');
  const parts = blocks.map(({ numbers }) => numbers.length).join(' + ');
  if (arrangement === 'adjacent_rows')
    return `${seats} as ${parts}, rows ${formatList(blocks.map(({ row }) => row ?? ''))}, directly behind each other.`;
  return blocks.length === 1
    ? `${seats} in one row, but not all side by side.`
    : `${seats} as ${parts}, not next to each other.`;
}

/** What is told to who listens: "Found and held for you: …". */
export function foundSentence(hold: Hold): string {
  const split = arrangementWords(hold);
  const said = `Found and held for you: ${foundWords(hold)}, ${formatMoney(hold.total)}.`;
  return split === undefined ? said : `${said} ${split}`;
}

/** The seats of each row, rows and seats in the order they came. */
function blocksOf(items: readonly Item[]): Block[] {
  const blocks = new Map<string, Block>();
  for (const { section, row, number } of items) {
    const key = JSON.stringify([section, row]);
    const numbers = [...(blocks.get(key)?.numbers ?? []), number ?? ''];
    blocks.set(key, { section, row, numbers });
  }
  return [...blocks.values()];
}

function rowWords({ row, numbers }: Block, isRun: boolean): string {
  if (row === null) return formatCount(numbers.length, 'place');
  const [first = '', last = ''] = [numbers[0], numbers.at(-1)];
  const named = isRun && numbers.length > 2 ? `${first} to ${last}` : formatList(numbers);
  return `row ${row}, ${numbers.length === 1 ? 'seat' : 'seats'} ${named}`;
}
