/**
 * `npm run load -- <scenario> [--placement one|split|copies] [--runs 5] [--rate N] [--seats N] [--short]`: starts Usher, runs a
 * scenario so many times, checks all rules about all data after each, prints the medians and, unless it was short,
 * writes them to load/results/.
 */
import { parseArgs } from 'node:util';
import type { Placement } from '../tests/world.ts';
import type { Figures } from './figures.ts';
import { openInstallation } from './installation.ts';
import { tableOf, writeResult } from './results.ts';
import type { Bench, Scenario } from './scenario.ts';
import { browse } from './scenarios/browse.ts';
import { contend } from './scenarios/contend.ts';
import { crowd } from './scenarios/crowd.ts';
import { holds } from './scenarios/holds.ts';
import { overload } from './scenarios/overload.ts';
import { queue } from './scenarios/queue.ts';
import { sellout } from './scenarios/sellout.ts';

const SCENARIOS: Readonly<Record<string, Scenario>> = { browse, holds, contend, sellout, crowd, queue, overload };
const PLACEMENTS: readonly Placement[] = ['one', 'split', 'copies'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    placement: { type: 'string', default: 'one' },
    runs: { type: 'string' },
    rate: { type: 'string' },
    seats: { type: 'string' },
    short: { type: 'boolean', default: false },
  },
});
const [name = ''] = positionals;
const scenario = SCENARIOS[name];
const placement = PLACEMENTS.find((one) => one === values.placement);
if (!scenario || !placement) {
  console.error(`Say one of ${Object.keys(SCENARIOS).join(', ')}, and --placement one of ${PLACEMENTS.join(', ')}.`);
  process.exit(1);
}
const rate = values.rate === undefined ? undefined : Number(values.rate);
const seats = values.seats === undefined ? undefined : Number(values.seats);
const bench: Bench = { placement, short: values.short, rate, seats };
const runs = await measure(scenario, bench, Number(values.runs ?? (values.short ? 1 : 5)));
const title = [
  name,
  placement === 'one' ? '' : placement,
  rate === undefined ? '' : `at-${rate}`,
  seats === undefined ? '' : `${seats}-seats`,
]
  .filter(Boolean)
  .join('-');
console.log(values.short ? tableOf(runs) : writeResult(title, scenario.about, runs));

/** Each run has an installation of its own: what one leaves to be done, mails above all, is not paid by the next. */
async function measure(what: Scenario, how: Bench, times: number): Promise<Figures[]> {
  const measured: Figures[] = [];
  for (let run = 1; run <= times; run += 1) {
    console.log(`run ${run} of ${times}`);
    const installation = await openInstallation({ placement: how.placement, ...what.wishes });
    try {
      await what.warmUp?.(how, installation);
      await installation.quiet();
      const figures = await what.run(how, installation);
      measured.push({ ...figures, 'memory of Usher and its Postgres (MB)': installation.memoryMb() });
    } finally {
      await installation.close();
    }
  }
  return measured;
}
