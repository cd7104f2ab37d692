import { batch } from '@usher/kit/batch';
import { systemClock } from '@usher/kit/clock';
import { type Database, sql } from '@usher/kit/database';
import { createMetrics } from '@usher/kit/metrics';
import { record } from '@usher/kit/outbox';
import { eventually } from '@usher/kit/testing';
import { keptLog, linesWith } from '@usher/kit/testing-log';
import {
  beginTrace,
  continueTrace,
  doingFor,
  doingOf,
  keepTrace,
  inTraces,
  traceHeaders,
  traceIdOf,
} from '@usher/kit/trace';
import { enqueue, startWorker } from '@usher/kit/work';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newJar, openJars } from './jars.ts';
import { createSigner, type TestSigner } from './signer.ts';
import { everyService, listenTo, type OneHost } from './two-hosts.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = `00-${TRACE_ID}-00f067aa0ba902b7-01`;
const newId = systemClock.newId;
const plain = (id: string) => id.replaceAll('-', '');
const traceOf = (requestId: string, traceparent?: string) => beginTrace(requestId, traceparent, systemClock);

describe('a trace', () => {
  it('is the one the caller names, else the request goes by its own id', () => {
    const requestId = newId();
    expect(traceOf(requestId, PARENT).traceId).toBe(TRACE_ID);
    expect(traceOf(requestId).traceId).toBe(plain(requestId));
    expect(traceOf('chosen-by-a-client').traceId).toMatch(/^[\da-f]{32}$/);
  });

  it.each([
    ['version ff', `ff-${TRACE_ID}-00f067aa0ba902b7-01`],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
    ['a parent id of zeros', `00-${TRACE_ID}-${'0'.repeat(16)}-01`],
    ['capitals', PARENT.toUpperCase()],
    ['something behind it', `${PARENT}x`],
    ['nothing', ''],
  ])('is not taken from a header with %s', (_fault, header) => {
    const requestId = newId();
    expect(traceOf(requestId, header).traceId).toBe(plain(requestId));
  });

  it('goes on under the id of what its request turned out to be about', () => {
    const [requestId, holdId] = [newId(), newId()];
    const end = keepTrace(traceOf(requestId, PARENT));
    continueTrace(requestId, holdId);
    expect(doingFor(requestId)).toEqual({ requestId, traceId: plain(holdId) });
    expect(traceHeaders(requestId)).toEqual({
      'x-request-id': requestId,
      traceparent: expect.stringMatching(new RegExp(`^00-${plain(holdId)}-[\\da-f]{16}-01$`)) as string,
    });
    end();
  });

  it('is known as long as anybody does something for its request, and then no more', async () => {
    const requestId = newId();
    const end = keepTrace(traceOf(requestId, PARENT));
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const working = inTraces([traceOf(requestId)], () => finished);
    end();
    expect(traceIdOf(requestId)).toBe(TRACE_ID);
    finish();
    await working;
    expect(traceIdOf(requestId)).toBe(plain(requestId));
  });

  it('of several requests is told as a list, each once', () => {
    const [first, second] = [traceOf(newId(), PARENT), traceOf(newId())];
    expect(doingOf()).toEqual({});
    expect(doingOf(first, second, first)).toEqual({ traceIds: [TRACE_ID, second.traceId] });
  });

  it('of what nobody asked for is the id it goes by', () => {
    const id = newId();
    expect(traceIdOf(id)).toBe(plain(id));
    expect(doingFor(id)).toEqual({ requestId: id, traceId: plain(id) });
  });
});

describe('a trace in a database', () => {
  let db: Database;
  let stop: AbortController;
  beforeEach(async () => {
    db = await openJars();
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await db.close();
  });

  const fact = (requestId: string) => {
    const payload = newJar('plum');
    return { name: 'jar.filled', version: 1, aggregateId: payload.id, aggregateVersion: 1, requestId, payload };
  };

  it('is its own in each fact of a batch, and one that is continued there is so for its caller too', async () => {
    const [first, second] = [traceOf(newId(), PARENT), traceOf(newId())];
    const about = newId();
    const fill = batch<string, true>({
      name: 'fill',
      lanes: 1,
      cap: 10,
      queueMax: 10,
      metrics: createMetrics({ defaults: false }),
      clock: systemClock,
      async run(requestIds) {
        continueTrace(second.requestId, about);
        await db.transaction((tx) => record(tx, systemClock, requestIds.map(fact)));
        return requestIds.map(() => true);
      },
    });
    await Promise.all([first, second].map((trace) => inTraces([trace], () => fill(trace.requestId))));
    expect(second.traceId).toBe(plain(about));
    const [entry] = await db.query<{ facts: { requestId: string; traceId: string }[] }>(sql`select facts from outbox`);
    expect(entry?.facts.map(({ requestId, traceId }) => [requestId, traceId])).toEqual([
      [first.requestId, TRACE_ID],
      [second.requestId, plain(about)],
    ]);
  });

  it('is gone on with by whoever does the work that a request left, also by one of several requests', async () => {
    const [alone, one, other] = [traceOf(newId(), PARENT), traceOf(newId()), traceOf(newId())];
    const plum = { key: 'plum', requestId: alone.requestId, payload: {} };
    await inTraces([alone], () => db.transaction((tx) => enqueue(tx, 'label', [plum])));
    const items = [one, other].map(({ requestId }) => ({ key: requestId, requestId, payload: {} }));
    await inTraces([one, other], () => db.transaction((tx) => enqueue(tx, 'label', items)));
    await db.query(sql`insert into work (kind, key, payload, due_at) values ('label', 'older', '{}', usher_now())`);
    const { log, lines } = keptLog();
    const seen = new Map<string, unknown>();
    const handle = ({ key, requestId }: { key: string; requestId: string }) => {
      seen.set(key, { given: requestId, ...doingFor(requestId) });
      return Promise.resolve('done' as const);
    };
    const work = { concurrency: 4, leaseSeconds: 60, attemptsMax: 3, handle };
    startWorker({ db, log, kind: 'label', work, holder: newId(), pollMs: 10, signal: stop.signal });
    await eventually(async () => {
      expect(Object.fromEntries(seen)).toEqual({
        plum: { given: alone.requestId, ...alone },
        [one.requestId]: { given: one.requestId, ...one },
        [other.requestId]: { given: other.requestId, ...other },
        older: { given: 'older', requestId: 'older', traceId: undefined },
      });
      expect(linesWith(lines, TRACE_ID)).toMatchObject([
        { kind: 'label', key: 'plum', outcome: 'done', msg: 'worked' },
      ]);
    });
  });
});

describe.each([
  ['in one process', false],
  ['in two', true],
])('a trace over peers %s', (_where, apart) => {
  const { log, lines } = keptLog();
  let signer: TestSigner;
  let jars: OneHost;
  let tasting: OneHost;
  beforeAll(async () => {
    signer = await createSigner();
    const [jarsDefinition, tastingDefinition] = everyService;
    if (!jarsDefinition || !tastingDefinition) throw new Error('there are two services');
    const own = apart ? [jarsDefinition] : everyService;
    jars = await listenTo({ log, signer, services: own, peers: { tickets: () => tasting.url } });
    tasting = apart
      ? await listenTo({ log, signer, services: [tastingDefinition], peers: { seats: () => jars.url } })
      : jars;
  });
  afterAll(async () => {
    if (apart) await tasting.close();
    await jars.close();
  });

  it('is in the line of each request, in the fact, and in the line of who hears it', async () => {
    const response = await fetch(`${tasting.url}/api/tastings`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await signer.token()}`,
        'content-type': 'application/json',
        traceparent: PARENT,
      },
      body: JSON.stringify({ label: 'plum' }),
    });
    const { id } = (await response.json()) as { id: string };
    const requestId = response.headers.get('x-request-id');
    const caller = expect.any(String) as string;
    const ids = { requestId, traceId: TRACE_ID };
    await eventually(async () => {
      const found = linesWith(lines, TRACE_ID);
      expect(
        found.filter(({ msg }) => msg === 'answered').map(({ time: _t, level: _l, ms: _ms, ...line }) => line),
      ).toEqual(
        [
          ...(apart
            ? [
                {
                  method: 'POST',
                  route: '/internal/seats/jars/:id/fill',
                  status: 200,
                  service: 'seats',
                  peer: 'tickets',
                },
              ]
            : []),
          { method: 'POST', route: '/api/tastings', status: 201, service: 'tickets', caller },
        ].map((line) => ({ ...line, ...ids, msg: 'answered' })),
      );
      expect(found.filter(({ msg }) => msg === 'heard')).toMatchObject([
        { service: 'tickets', producer: 'seats', fact: 'jar.filled', aggregateIds: [id], ...ids },
      ]);
    });
  });

  it('leaves nothing in the log that a path, a query or a token said, and names the refusal', async () => {
    const token = await signer.token();
    const path = `/api/tastings/${newId()}`;
    const response = await fetch(`${tasting.url}${path}?secret=nobody-reads-this`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const requestId = response.headers.get('x-request-id') ?? '';
    await eventually(async () => {
      expect(linesWith(lines, requestId).at(-1)).toMatchObject({ route: '/api/tastings/:id', refusal: 'not_found' });
    });
    for (const said of [token, path, 'nobody-reads-this']) expect(linesWith(lines, said)).toEqual([]);
  });
});

describe('the log', () => {
  it('hides what lets somebody in and whom mail goes to, and shows the code of a database error', () => {
    const { log, lines } = keptLog();
    const err = Object.assign(new Error('no'), { code: '40P01', detail: 'Key (email)=(ada@example.com)' });
    log.info(
      { err, token: 'hush', code: 'hush', body: { password: 'hush', code: 'hush' }, buyer: { email: 'hush' } },
      'x',
    );
    expect(linesWith(lines, 'hush')).toEqual([]);
    expect(linesWith(lines, 'ada@example.com')).toEqual([]);
    expect(lines[0]).toMatchObject({ err: { code: '40P01', message: 'no' } });
  });
});
