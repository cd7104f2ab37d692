import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { caller } from '../callers.ts';

interface Called {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** Runs after all others: vitest.config.ts puts this file last. */
test('Every operation of the API was called with success by some journey', async () => {
  const { paths } = (await caller().get('/openapi.json')).is<{ paths: Record<string, Record<string, unknown>> }>(200);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path: path.replace(/^\/api/, '') })),
  );
  expect(operations.length).toBeGreaterThan(60);
  const succeeded = readFileSync(inject('world').callLog, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Called)
    .filter((called) => called.status < 400);
  const missing = operations.filter(({ method, path }) => {
    // `/events/popular` is not an event's page: what is written out beats what is a parameter.
    const writtenOut = new Set(operations.filter((other) => !other.path.includes('{')).map((other) => other.path));
    const pattern = new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
    return !succeeded.some(
      (called) =>
        called.method === method && pattern.test(called.path) && (path === called.path || !writtenOut.has(called.path)),
    );
  });
  expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});
