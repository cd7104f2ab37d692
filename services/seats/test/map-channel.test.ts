import { systemClock } from '@usher/kit/clock';
import { expect, it } from 'vitest';
import { HELD } from '../src/claim.ts';
import type { Slices } from '../src/in-slices.ts';
import type { LiveMap } from '../src/live-map.ts';
import { openChannel } from '../src/map-channel.ts';
import { openServer, textFrom } from './responses.ts';

/** A map of some seats that changes when the test says so. */
function smallMap(seatCount: number): LiveMap & { hold(seat: number): void } {
  const watchers = new Set<(changed: readonly number[]) => void>();
  return {
    version: 1,
    states: new Uint8Array(seatCount),
    inventory: { seatCount, areas: [] } as unknown as LiveMap['inventory'],
    areaIdAt: () => undefined,
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    hold(seat) {
      this.states[seat] = HELD;
      this.version += 1;
      for (const watcher of watchers) watcher([seat]);
    },
  };
}

it('what changes while a delta is on its way to all is told after it, together', async () => {
  let arrived: (() => void) | undefined;
  const slices: Slices = {
    each: async (items, step) => {
      items.forEach(step);
      if (items.length > 0 && told() > 0) await new Promise<void>((resolve) => (arrived = resolve));
    },
  };
  const { dial, response } = await openServer();
  const socket = dial();
  const text = textFrom(socket);
  const told = () => text().match(/event: delta/g)?.length ?? 0;
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const map = smallMap(8);
  const channel = openChannel({ map, clock: systemClock, gatherMsMax: 10, slices });
  await channel.join(await response(0), { lastSeen: Number.NaN, retryMs: 1 });
  map.hold(0);
  await expect.poll(told).toBe(1);
  map.hold(1);
  await expect.poll(told).toBe(2);
  expect(arrived).toBeDefined();
  map.hold(2);
  map.hold(3);
  arrived?.();
  await expect.poll(text).toContain('{"version":5,"from":3,"seats":[[2,1],[3,1]],"areas":[]}');
  arrived?.();
  channel.close();
});
