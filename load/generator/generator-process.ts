/** The generator in a process of its own: takes one plan from its parent, runs it, tells what came of it, and ends. */
import type { Plan } from './plan.ts';
import { runPlan } from './run-plan.ts';

process.once('message', (plan: Plan) => {
  void runPlan(plan).then((outcome) => process.send?.(outcome, () => process.disconnect()));
});
