import { createMetrics } from '@usher/kit/metrics';
import { openSync, closeSync, existsSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const FILES = '/proc/self/fd';

describe('the metrics of a process', () => {
  it('count open files without looking at each, where the system tells their number', async () => {
    const { registry } = createMetrics({ defaults: true });
    const told = async () => Number(/^process_open_fds (\d+)$/m.exec(await registry.metrics())?.[1]);
    if (!existsSync(FILES) || statSync(FILES).size === 0) {
      expect(await told()).toBeNaN();
      return;
    }
    const before = await told();
    const opened = Array.from({ length: 20 }, () => openSync(import.meta.filename, 'r'));
    try {
      expect(await told()).toBeGreaterThanOrEqual(before + 20);
    } finally {
      for (const file of opened) closeSync(file);
    }
  });

  it('tell of the loop, of memory and of garbage, and never list what is open', async () => {
    const { registry } = createMetrics({ defaults: true });
    const names = registry.getMetricsAsArray().map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'nodejs_eventloop_lag_max_seconds',
        'process_resident_memory_bytes',
        'nodejs_gc_duration_seconds',
      ]),
    );
    expect(names.filter((name) => name.startsWith('nodejs_active'))).toEqual([]);
  });
});
