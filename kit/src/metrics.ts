/** Metrics of one process in Prometheus text, with low-cardinality labels only. */
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

/** A registry of its own, so that two hosts fit in one process. Asking twice for a name gives the same metric. */
export function createMetrics(options: { defaults: boolean }): Metrics {
  const registry = new Registry();
  if (options.defaults) collectDefaultMetrics({ register: registry });
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
