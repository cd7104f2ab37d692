/** The seats a refusal names, as the map knows them. */
import { seatIndexOf } from '@usher/contracts/seat-ids';
import type { Refused } from '../../words/refusals.ts';
import type { Plan } from '../plan.ts';

/** The seats under this name, in the refusal's order; none when it brings none along. */
export function seatsIn({ more }: Refused, name: 'seatIds' | 'suggestion', plan: Plan): number[] {
  const ids = more?.[name];
  if (!Array.isArray(ids)) return [];
  return ids.flatMap((id) => (typeof id === 'string' ? (seatIndexOf(plan.seatIdBase, id) ?? []) : []));
}
