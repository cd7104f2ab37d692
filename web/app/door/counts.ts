/** How full the house is, in words. */
import type { Data } from '../api/ask.ts';
import { formatNumber } from '../words/format.ts';

type Stats = Data<'getCheckInStats'>;

/** How many tickets have not been seen yet: `188 to come`. */
export function toCome({ issued, admitted }: Stats): string {
  if (issued === 0) return 'no tickets yet';
  return issued === admitted ? 'everybody is here' : `${formatNumber(issued - admitted)} to come`;
}

/** Both figures in a line: `412 in · 188 to come`. */
export function countLine(stats: Stats): string {
  return stats.issued === 0 ? 'No tickets yet' : `${formatNumber(stats.admitted)} in · ${toCome(stats)}`;
}
