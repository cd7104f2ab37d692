import { expect, test } from 'vitest';
import { connectLiveSeats, type LiveSource } from '../../app/seat-map/live-connection.ts';
import { openLiveSeats } from '../../app/seat-map/live-seats.ts';
import { HELD } from '../../app/seat-map/seat-states.ts';
import { bitsOf, smallPlan } from './small-map.ts';

/** A stream that the test speaks through. */
class FakeStream extends EventTarget {
  readyState = 0;
  close() {
    this.readyState = 2;
  }
  say(name: string, data?: unknown) {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
}

function connected() {
  const plan = smallPlan();
  const store = openLiveSeats(plan);
  const streams: FakeStream[] = [];
  const frames: (() => void)[] = [];
  const waits: { run: () => void; milliseconds: number }[] = [];
  const source: LiveSource = {
    readAvailability: () => Promise.reject(new Error('not in this test')),
    openStream() {
      const stream = new FakeStream();
      streams.push(stream);
      return stream as unknown as EventSource;
    },
    nextFrame: (run) => frames.push(run),
    later(run, milliseconds) {
      waits.push({ run, milliseconds });
      return () => undefined;
    },
  };
  const close = connectLiveSeats(store, 'event', source);
  const frame = () => {
    for (const run of frames.splice(0)) run();
  };
  const snapshot = (version: number) => ({ version, seats: bitsOf(plan), areas: [{ id: 'floor', free: 5 }] });
  return { store, streams, waits, frame, frames, snapshot, close };
}

test('what arrives within one frame is applied together and in order', () => {
  const { store, streams, frame, frames, snapshot } = connected();
  const [stream] = streams;
  stream!.say('open');
  stream!.say('snapshot', snapshot(3));
  stream!.say('delta', { version: 4, from: 3, seats: [[1, HELD]], areas: [] });
  expect([store.version, frames.length]).toEqual([-1, 1]);
  frame();
  expect([store.version, store.status, store.stateOf(1)]).toEqual([4, 'live', HELD]);
});

test('a connection that broke is paused, and live again when the browser resumed it', () => {
  const { store, streams } = connected();
  streams[0]!.say('open');
  streams[0]!.say('error');
  expect(store.status).toBe('paused');
  streams[0]!.say('open');
  expect([store.status, streams.length]).toEqual(['live', 1]);
});

test('a stream that the browser gave up is opened again, later each time', () => {
  const { store, streams, waits } = connected();
  for (const n of [0, 1, 2]) {
    streams[n]!.readyState = 2;
    streams[n]!.say('error');
    waits[n]!.run();
  }
  expect(streams).toHaveLength(4);
  const times = waits.map(({ milliseconds }) => milliseconds);
  expect(times[0]!).toBeLessThan(times[1]!);
  expect(times[1]!).toBeLessThan(times[2]!);
  expect(store.status).toBe('paused');
});

test('a gap between deltas opens a new stream, which begins with a snapshot', () => {
  const { store, streams, waits, frame, snapshot } = connected();
  streams[0]!.say('snapshot', snapshot(3));
  streams[0]!.say('delta', { version: 9, from: 8, seats: [[1, HELD]], areas: [] });
  frame();
  expect([store.status, streams[0]!.readyState]).toEqual(['paused', 2]);
  waits[0]!.run();
  streams[1]!.say('open');
  streams[1]!.say('snapshot', snapshot(9));
  frame();
  expect([store.status, store.version]).toEqual(['live', 9]);
});

test('after closing nothing is applied or opened any more', () => {
  const { store, streams, waits, frame, snapshot, close } = connected();
  streams[0]!.say('snapshot', snapshot(3));
  close();
  frame();
  streams[0]!.say('error');
  expect([store.version, waits.length]).toEqual([-1, 0]);
});
