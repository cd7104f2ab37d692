/**
 * What must be true of all data whatever raced, died or was told twice. The ids are those of the project's list of 27;
 * the rules of what is not built yet are named with the reason.
 */
import type { Databases } from './databases.ts';
import { moneyRules } from './money-rules.ts';
import { orderRules } from './order-rules.ts';
import { peopleRules } from './people-rules.ts';
import { promiseRules } from './promise-rules.ts';
import type { Looked, Rule } from './rule.ts';
import { seatRules } from './seat-rules.ts';
import { ticketRules } from './ticket-rules.ts';

export interface Violation {
  readonly id: string;
  readonly says: string;
  readonly rows: readonly object[];
}

export const invariants: readonly Rule[] = [
  ...seatRules,
  ...ticketRules,
  ...orderRules,
  ...moneyRules,
  ...promiseRules,
  ...peopleRules,
].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Rules that have nothing to look at yet. */
export const notYet: Readonly<Record<string, string>> = {
  I09: 'Refunds never exceed what was captured: there are no refunds yet',
  I23: 'A code is used at most its limit: there are no promotion or access codes yet',
  I27: 'The audit chain is unbroken: there is no audit log yet',
};

/** Looks at everything. `quiet` says that nothing is under way, so that rules across services count too. */
export async function checkInvariants(
  databases: Databases,
  { quiet, charges, mails }: Pick<Looked, 'quiet'> & Partial<Pick<Looked, 'charges' | 'mails'>>,
): Promise<Violation[]> {
  const violations: Violation[] = [];
  for (const rule of invariants) {
    if (rule.when === 'quiet' && !quiet) continue;
    const rows = await rule.check({ databases, quiet, charges, mails });
    if (rows.length > 0) violations.push({ id: rule.id, says: rule.says, rows });
  }
  return violations;
}
