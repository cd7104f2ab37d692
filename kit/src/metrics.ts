/** Metrics of one process in Prometheus text, with low-cardinality labels only. */
import { statSync } from 'node:fs';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  counter<L extends string>(name: string, help: string, labels: readonly L[]): Counter<L>;
  gauge<L extends string>(name: string, help: string, labels: readonly L[]): Gauge<L>;
  histogram<L extends string>(
    name: string,
    help: string,
    labels: readonly L[],
    buckets: readonly number[],
  ): Histogram<L>;
}

/**
 * Those of the client's own that count every handle one by one, on the thread that answers requests: with 10,000 sockets
 * open each look at the metrics kept everybody waiting for 30 ms and more.
 */
const DEAR = [
  'nodejs_active_handles',
  'nodejs_active_handles_total',
  'nodejs_active_requests',
  'nodejs_active_requests_total',
  'nodejs_active_resources',
  'nodejs_active_resources_total',
  'process_open_fds',
];
/** Since Linux 6.2 its size is their number; elsewhere it has none, and nothing is told. */
const OPEN_FILES = '/proc/self/fd';

/** A registry of its own, so that two hosts fit in one process. Asking twice for a name gives the same metric. */
export function createMetrics(options: { defaults: boolean }): Metrics {
  const registry = new Registry();
  if (options.defaults) collectCheaply(registry);
  const once = <T>(name: string, make: () => T): T => (registry.getSingleMetric(name) as T | undefined) ?? make();
  const registers = [registry];
  return {
    registry,
    counter: (name, help, labelNames) => once(name, () => new Counter({ name, help, labelNames, registers })),
    gauge: (name, help, labelNames) => once(name, () => new Gauge({ name, help, labelNames, registers })),
    histogram: (name, help, labelNames, buckets) =>
      once(name, () => new Histogram({ name, help, labelNames, buckets: [...buckets], registers })),
  };
}

function collectCheaply(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of DEAR) registry.removeSingleMetric(name);
  if (!statSync(OPEN_FILES, { throwIfNoEntry: false })?.size) return;
  new Gauge({
    name: 'process_open_fds',
    help: 'Number of open file descriptors.',
    registers: [registry],
    collect() {
      this.set(statSync(OPEN_FILES).size);
    },
  });
}
