import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { movableClock, systemClock } from '@usher/kit/clock';
import { createMetrics } from '@usher/kit/metrics';
import { openPeerCopies, type PeerCopies, type PeerCopiesOptions, type PeerRequest } from '@usher/kit/peer-copies';
import { RefusedError } from '@usher/kit/refusal';
import { eventually } from '@usher/kit/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { type Copy, startCopy } from './copy-of-a-peer.ts';
import { silent } from './jars.ts';

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function start(options?: Parameters<typeof startCopy>[0]): Promise<Copy> {
  const copy = await startCopy(options);
  ending.push(copy.stop);
  return copy;
}
function open(copies: readonly Pick<Copy, 'url'>[], more: Partial<PeerCopiesOptions> = {}): PeerCopies {
  const addresses = copies.map((copy) => copy.url).join(',');
  const peer = openPeerCopies({ service: 'seats', addresses, clock: systemClock, log: silent, ...more });
  ending.push(peer.close);
  return peer;
}
const request = (more: Partial<PeerRequest> = {}): PeerRequest => ({
  method: 'POST',
  path: '/sell',
  headers: {},
  body: 'seats',
  timeoutMs: 5_000,
  repeatable: false,
  ...more,
});
async function ask(peer: PeerCopies, more: Partial<PeerRequest> = {}): Promise<string> {
  const answer = await peer.send(request(more));
  return text(answer.body);
}
/** The status a call was refused with; throws when it was answered. */
async function refusal(call: Promise<unknown>): Promise<[number, number | undefined]> {
  const error = await call.then(
    () => new Error('it was answered'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof RefusedError)) throw error;
  return [error.refusal.status, error.refusal.retryAfterSeconds];
}
const heardBy = (...copies: Copy[]): number => copies.reduce((sum, copy) => sum + copy.heard.length, 0);

describe('the copies of a peer', () => {
  it('share calls, and the least busy one gets the next', async () => {
    const [left, right] = [await start(), await start()];
    const peer = open([left, right]);
    for (let i = 0; i < 20; i += 1) await ask(peer);
    expect([left.heard.length, right.heard.length]).toEqual([10, 10]);
    left.does = 'hang';
    const before = left.heard.length;
    const waiting = [ask(peer), ask(peer)];
    await eventually(async () => {
      expect(left.heard.length).toBe(before + 1);
    });
    for (let i = 0; i < 20; i += 1) await ask(peer);
    expect(left.heard.length).toBe(before + 1);
    left.letGo();
    await Promise.all(waiting);
  });

  it('lose no call to a copy that is gone, not even one that may be sent only once', async () => {
    const [gone, there] = [await start(), await start()];
    const peer = open([gone, there]);
    for (let i = 0; i < 4; i += 1) await ask(peer);
    await gone.stop();
    for (let i = 0; i < 40; i += 1) expect(await ask(peer)).toBe('seats');
    expect(heardBy(there)).toBeGreaterThanOrEqual(42);
  });

  it('use a copy again that has come back', async () => {
    const [gone, there] = [await start(), await start()];
    const peer = open([gone, there]);
    await gone.stop();
    for (let i = 0; i < 4; i += 1) await ask(peer);
    const back = await start({ port: gone.port });
    await eventually(async () => {
      await ask(peer);
      expect(back.heard.length).toBeGreaterThan(0);
    });
  });

  it('never get a call twice that may be made only once', async () => {
    const [left, right] = [await start(), await start()];
    const peer = open([left, right]);
    left.does = right.does = 'break';
    expect(await refusal(ask(peer))).toEqual([503, 1]);
    expect(heardBy(left, right)).toBe(1);
  });

  it('get a call that may be repeated once more, and no more than that', async () => {
    const [left, right] = [await start(), await start()];
    const peer = open([left, right]);
    left.does = 'break';
    for (let i = 0; i < 4; i += 1) expect(await ask(peer, { repeatable: true })).toBe('seats');
    right.does = 'break';
    const before = heardBy(left, right);
    expect(await refusal(ask(peer, { repeatable: true }))).toEqual([503, 1]);
    expect(heardBy(left, right) - before).toBe(2);
  });

  it('are not asked twice as much by everybody when they are all in trouble', async () => {
    const copies = await Promise.all(Array.from({ length: 12 }, () => start()));
    const peer = open(copies);
    for (const copy of copies) copy.does = (asked) => asked.socket.destroy();
    for (let i = 0; i < 40; i += 1) await refusal(ask(peer, { repeatable: true }));
    // Ten repeats at first, then one for every ten calls.
    expect(heardBy(...copies)).toBeGreaterThan(45);
    expect(heardBy(...copies)).toBeLessThanOrEqual(40 + 10 + 4);
  });

  it('are left alone after several failures in a row, and asked again when they answer', async () => {
    const metrics = createMetrics({ defaults: false });
    const sick = await start();
    const peer = open([sick], { metrics });
    sick.does = 'break';
    for (let i = 0; i < 12; i += 1) expect(await refusal(ask(peer))).toEqual([503, 1]);
    expect(heardBy(sick)).toBeLessThanOrEqual(5);
    expect(await metrics.registry.metrics()).toMatch(/outcome="refused"} [1-9]/);
    sick.does = 'answer';
    await eventually(async () => {
      expect(await ask(peer)).toBe('seats');
    });
  });

  it('get no new calls while they say that they are not ready', async () => {
    const [going, staying] = [await start(), await start()];
    const peer = open([going, staying]);
    await ask(peer);
    going.ready = false;
    await eventually(async () => {
      const before = heardBy(going);
      for (let i = 0; i < 6; i += 1) await ask(peer);
      expect(heardBy(going)).toBe(before);
    });
    // Nobody else is there: better one that may refuse than none.
    await staying.stop();
    expect(await ask(peer, { repeatable: true })).toBe('seats');
  });

  it('are set aside as soon as one closes after an answer: it is about to stop', async () => {
    const [going, staying] = [await start(), await start()];
    const peer = open([going, staying]);
    going.ready = false;
    going.does = (_asked, answer) => answer.writeHead(200, { connection: 'close' }).end('bye');
    const answers = [await ask(peer), await ask(peer), await ask(peer), await ask(peer)];
    expect(answers.filter((answer) => answer === 'bye')).toEqual(['bye']);
  });

  it('are all the addresses of a name, looked up again, and kept when that fails', async () => {
    const first = await start({ address: '127.0.0.1' });
    const second = await start({ address: '127.0.0.2', port: first.port });
    const clock = movableClock(Date.parse('2030-01-01T00:00:00Z'));
    let found = ['127.0.0.1', '127.0.0.2'];
    let fails = false;
    const lookup = async (): Promise<string[]> => {
      if (fails) throw new Error('no such host');
      return found;
    };
    const peer = open([{ url: `http://seats.usher.test:${first.port}` }], { clock, lookup });
    for (let i = 0; i < 4; i += 1) await ask(peer);
    expect([first.heard.length, second.heard.length]).toEqual([2, 2]);
    expect(first.hosts[0]).toBe(`seats.usher.test:${first.port}`);
    expect(await peer.urls()).toEqual([first.url, second.url]);
    found = ['127.0.0.2'];
    clock.advance(6_000);
    await eventually(async () => {
      expect(await peer.urls()).toEqual([second.url]);
    });
    fails = true;
    clock.advance(6_000);
    for (let i = 0; i < 3; i += 1) expect(await ask(peer)).toBe('seats');
    expect(first.heard.length).toBe(2);
  });

  it('refuse when their name was never found', async () => {
    const peer = open([{ url: 'http://seats.usher.test:1' }], {
      lookup: () => Promise.reject(new Error('no such host')),
    });
    expect(await refusal(ask(peer))).toEqual([503, 1]);
  });

  it('are given up when they take too long, and not asked a second time', async () => {
    const [left, right] = [await start(), await start()];
    const peer = open([left, right]);
    left.does = right.does = 'hang';
    expect(await refusal(ask(peer, { timeoutMs: 50, repeatable: true }))).toEqual([503, 1]);
    expect(heardBy(left, right)).toBe(1);
  });

  it('hear how much time is left', async () => {
    const copy = await start();
    const peer = open([copy]);
    copy.does = (asked, answer) => answer.end(asked.headers['usher-timeout-ms']);
    const left = Number(await ask(peer, { timeoutMs: 3_000 }));
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(3_000);
  });

  it('stop working for a caller that has left', async () => {
    const copy = await start();
    const peer = open([copy]);
    let cut: Promise<unknown> | undefined;
    copy.does = (_asked, answer) => {
      cut = once(answer, 'close');
    };
    const leaving = new AbortController();
    const call = ask(peer, { signal: leaving.signal }).catch((error: unknown) => error);
    await eventually(async () => {
      expect(cut).toBeDefined();
    });
    leaving.abort(new Error('the caller left'));
    expect(await call).toEqual(new Error('the caller left'));
    await cut;
  });

  it('may go on with a stream for longer than the call for it may take', async () => {
    const copy = await start();
    const peer = open([copy]);
    let write = (_chunk: string): void => undefined;
    copy.does = (_asked, answer) => {
      answer.writeHead(200, { 'content-type': 'text/event-stream' }).write('one');
      write = (chunk) => answer.end(chunk);
    };
    const headers = { accept: 'text/event-stream' };
    const { body } = await peer.send(request({ method: 'GET', body: null, headers, timeoutMs: 50 }));
    copy.does = 'hang';
    // A call with the same bound that began later is over.
    expect(await refusal(ask(peer, { timeoutMs: 50 }))).toEqual([503, 1]);
    write(' two');
    expect(await text(body)).toBe('one two');
  });

  it('get a body that is a stream when the first one asked cannot be reached', async () => {
    const [gone, there] = [await start(), await start()];
    await gone.stop();
    const peer = open([gone, there]);
    for (let i = 0; i < 3; i += 1) expect(await ask(peer, { body: Readable.from(['a ', 'seat']) })).toBe('a seat');
  });

  it('must have addresses that can be read', () => {
    for (const addresses of ['', ' , ', 'seats:3003', 'ftp://seats', 'http://seats/api'])
      expect(() => openPeerCopies({ service: 'seats', addresses, clock: systemClock, log: silent })).toThrow();
  });
});
