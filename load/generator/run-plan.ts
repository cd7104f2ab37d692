/** Lets the arrivals of a plan come at its pace and takes down what became of them. */
import { tellAsking, type Tell } from './asking.ts';
import { tellBuying } from './buying.ts';
import { openConnections } from './connections.ts';
import { type Histogram, openHistogram, type Spread } from './histogram.ts';
import { machineMs } from './machine-clock.ts';
import type { Outcome, Phase, Plan, Second } from './plan.ts';

/** Resolves when the last arrival has its answer. */
export async function runPlan(plan: Plan): Promise<Outcome> {
  const url = new URL(plan.url);
  const connections = openConnections(url, plan.connections);
  const record = openRecord(plan.count);
  const { story } = plan;
  const tell =
    story.kind === 'ask'
      ? tellAsking(story, connections, url.host)
      : tellBuying(story, connections, url.host, record.step);
  const cpu = process.cpuUsage();
  const started = performance.now();
  record.start(started);
  const live = async (i: number, arrivedAt: number): Promise<void> => {
    record.begun(i);
    record.ended(i, arrivedAt, await tell(i));
  };
  const arrivals = await (plan.pace.kind === 'open'
    ? comeBySchedule(plan, plan.pace.phases, started, live)
    : comeInLanes(plan, plan.pace.lanes, started, live));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  connections.close();
  return { seconds, arrivals, cpuSeconds: (user + system) / 1e6, ...record.told() };
}

type Live = (i: number, arrivedAt: number) => Promise<void>;

/** A millisecond is the grain of the schedule: all whose moment has come begin together. */
async function comeBySchedule(plan: Plan, phases: readonly Phase[], started: number, live: Live): Promise<number> {
  const secondOf = schedule(phases);
  let count = 0;
  while (count < plan.count && secondOf(count) < (plan.secondsMax ?? Infinity)) count += 1;
  let begun = 0;
  let ended = 0;
  await new Promise<void>((resolve, reject) => {
    const end = (): void => {
      ended += 1;
      if (ended === count) resolve();
    };
    const come = (): void => {
      const now = performance.now();
      for (; begun < count; begun += 1) {
        const arrivedAt = started + secondOf(begun) * 1000;
        if (arrivedAt > now) break;
        live(begun, arrivedAt).then(end, reject);
      }
      if (begun < count) setTimeout(come, 1);
    };
    come();
  });
  return count;
}

/** The second in which arrival `i` comes. */
function schedule(phases: readonly Phase[]): (i: number) => number {
  return (i) => {
    let before = 0;
    let second = 0;
    for (const [at, { perSecond, seconds }] of phases.entries()) {
      const arrivals = Math.floor(perSecond * seconds);
      if (i < before + arrivals || at === phases.length - 1) return second + (i - before) / perSecond;
      before += arrivals;
      second += seconds;
    }
    return second;
  };
}

async function comeInLanes(plan: Plan, lanes: number, started: number, live: Live): Promise<number> {
  const end = started + (plan.secondsMax ?? Infinity) * 1000;
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun < plan.count && performance.now() < end) {
      begun += 1;
      await live(begun - 1, performance.now());
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, plan.count) }, lane));
  return begun;
}

function openRecord(count: number) {
  const verdicts = new Map<string, Histogram>();
  const steps = new Map<string, Histogram>();
  const seconds: { ended: Record<string, number>; arrived: Record<string, number>; latencies: Histogram }[] = [];
  const begunAt = new Float64Array(count);
  const kept: unknown[] = [];
  let started = 0;
  const second = (at: number) => {
    const index = Math.floor((at - started) / 1000);
    while (seconds.length <= index) seconds.push({ ended: {}, arrived: {}, latencies: openHistogram() });
    return seconds[index];
  };
  return {
    start(at: number) {
      started = at;
    },
    begun(i: number) {
      begunAt[i] = machineMs();
    },
    step: (name: string, ms: number) => histogramOf(steps, name).record(ms),
    ended(i: number, arrivedAt: number, { verdict, kept: value }: Awaited<ReturnType<Tell>>) {
      const now = performance.now();
      histogramOf(verdicts, verdict).record(now - arrivedAt);
      if (value !== undefined) kept[i] = value;
      const [end, arrival] = [second(now), second(arrivedAt)];
      if (!end || !arrival) return;
      end.ended[verdict] = (end.ended[verdict] ?? 0) + 1;
      arrival.arrived[verdict] = (arrival.arrived[verdict] ?? 0) + 1;
      arrival.latencies.record(now - arrivedAt);
    },
    told: () => ({
      verdicts: spreads(verdicts),
      steps: spreads(steps),
      timeline: seconds.map(
        ({ ended, arrived, latencies }): Second => ({ ended, arrived, p99Ms: latencies.spread().p99Ms }),
      ),
      begunAt,
      kept,
    }),
  };
}

function histogramOf(all: Map<string, Histogram>, name: string): Histogram {
  const found = all.get(name);
  if (found) return found;
  const made = openHistogram();
  all.set(name, made);
  return made;
}

function spreads(all: Map<string, Histogram>): Record<string, Spread> {
  return Object.fromEntries([...all].map(([name, histogram]) => [name, histogram.spread()]));
}
