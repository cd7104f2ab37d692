/** One buyer's calls, one after another. */
import type { HoldAnswer, HoldCall } from './hold-call.ts';

/** Calls until it is this buyer's turn: each time at least one of their calls is decided. */
export async function inTurn(hold: (call: HoldCall) => Promise<HoldAnswer>, call: HoldCall): Promise<HoldAnswer> {
  for (;;) {
    const outcome = await hold(call);
    if (outcome !== 'after_another') return outcome;
  }
}
