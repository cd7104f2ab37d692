import { expect, it } from 'vitest';
import { systemClock } from '@usher/kit/clock';

it('ids are UUIDs of version 7 that carry the time, never repeat, and sort by creation within a millisecond too', () => {
  const before = Date.now();
  const ids = Array.from({ length: 20_000 }, () => systemClock.newId());
  const after = Date.now();
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    const told = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
    expect(told).toBeGreaterThanOrEqual(before);
    expect(told).toBeLessThanOrEqual(after);
  }
  expect(new Set(ids.map((id) => id.slice(-12))).size).toBe(ids.length);
});
