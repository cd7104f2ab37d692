/** Runs a plan in a generator process and waits for what came of it. */
import { startPeer } from './child-process.ts';
import type { Outcome, Pace, Plan } from './generator/plan.ts';

/** Resolves with the outcome; `core` keeps the generator on one processor core. */
export async function generate(plan: Plan, core?: number): Promise<Outcome> {
  const generator = startPeer('generator/generator-process.ts', { core });
  try {
    generator.send(plan);
    return await generator.next<Outcome>();
  } finally {
    await generator.stop();
  }
}

/** Arrivals by schedule at one rate to the end. */
export function steadily(perSecond: number): Pace {
  return { kind: 'open', phases: [{ perSecond, seconds: 0 }] };
}

/** How many arrivals ended with one of these verdicts. */
export function countOf(outcome: Outcome, ...verdicts: readonly string[]): number {
  return verdicts.reduce((sum, verdict) => sum + (outcome.verdicts[verdict]?.count ?? 0), 0);
}

/** Throws when an arrival ended otherwise than it may. */
export function mustBe(outcome: Outcome, ...allowed: readonly string[]): void {
  const others = Object.entries(outcome.verdicts).filter(([verdict]) => !allowed.includes(verdict));
  if (others.length > 0) throw new Error(others.map(([verdict, { count }]) => `${count} times ${verdict}`).join(', '));
}
