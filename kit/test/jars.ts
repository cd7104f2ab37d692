/** Two small services the kit is tried on: one keeps jars and tells of them, the other asks it and listens. */
import { contract, fact, operation } from '@usher/contracts/contract';
import { Id, IdParams, line } from '@usher/contracts/ids';
import { systemClock } from '@usher/kit/clock';
import { type Database, openDatabase, sql } from '@usher/kit/database';
import { createLog } from '@usher/kit/log';
import { refuse, refused } from '@usher/kit/refusal';
import { service } from '@usher/kit/service';
import { cloneDatabase } from '@usher/kit/testing-database';
import { join } from 'node:path';
import { inject } from 'vitest';
import { z } from 'zod';

const spoons = z.number().int();
const Jar = z.object({ id: Id, label: z.string(), spoons });
const NewJar = z.strictObject({ label: line(40), spoons });

const jars = contract({
  name: 'seats',
  operations: {
    fillJar: operation({
      route: 'POST /jars',
      summary: 'Fills a jar.',
      caller: 'signedIn',
      body: NewJar,
      answers: { 201: Jar },
      refusals: [],
      limit: 'write',
    }),
  },
  internal: {
    readJar: operation({
      route: 'GET /jars/{id}',
      summary: 'Reads a jar.',
      caller: 'service',
      params: IdParams,
      answers: { 200: Jar },
      refusals: ['not_found'],
      limit: 'none',
    }),
    /** Answers after the milliseconds asked for; how a peer that hangs looks. */
    fillSlowly: operation({
      route: 'POST /jars/{id}/fill',
      summary: 'Fills the jar of that id, after a while.',
      caller: 'service',
      params: IdParams,
      body: z.object({ label: z.string(), afterMs: z.number() }),
      answers: { 200: Jar },
      refusals: [],
      limit: 'none',
      idempotency: 'none',
    }),
  },
  facts: {
    'jar.filled': fact(1, Jar, [{ id: '0198c0de-0000-7000-8000-000000000001', label: 'plum', spoons: 3 }]),
  },
});

const migrations = join(import.meta.dirname, 'jars');

/** Keeps jars; an id that is there already is answered as stored. */
export const jarsService = service({
  contract: jars,
  needs: {},
  follows: {},
  config: {},
  migrations,
  async open(kit) {
    const fill = async (jar: z.output<typeof Jar>, requestId: string) => {
      await kit.db.transaction(async (tx) => {
        const text = sql`insert into jar values (${jar.id}, ${jar.label}, ${jar.spoons}) on conflict do nothing returning id`;
        if ((await tx.query(text)).length === 0) return;
        await kit.record(tx, [
          { name: 'jar.filled', aggregateId: jar.id, aggregateVersion: 1, requestId, payload: jar },
        ]);
      });
      return jar;
    };
    return {
      operations: { fillJar: (call) => fill({ id: call.madeId, ...call.body }, call.requestId) },
      internal: {
        async readJar({ params }) {
          const [jar] = await kit.db.query<z.output<typeof Jar>>(sql`select * from jar where id = ${params.id}`);
          return jar ?? refuse('not_found');
        },
        async fillSlowly({ params, body, requestId }) {
          const jar = await fill({ id: params.id, label: body.label, spoons: 1 }, requestId);
          await new Promise((done) => {
            setTimeout(done, body.afterMs);
          });
          return jar;
        },
      },
    };
  },
});

const tasting = contract({
  name: 'tickets',
  operations: {
    order: operation({
      route: 'POST /tastings',
      summary: 'Has a jar filled by the peer; its id is that of the call.',
      caller: 'signedIn',
      body: z.strictObject({ label: line(40), afterMs: z.number().default(0), timeoutMs: z.number().default(5_000) }),
      answers: { 201: Jar },
      refusals: [],
      limit: 'write',
    }),
    look: operation({
      route: 'GET /tastings/{id}',
      summary: 'Reads a jar of the peer.',
      caller: 'anyone',
      params: IdParams,
      answers: { 200: Jar },
      refusals: ['not_found'],
      limit: 'read',
    }),
    lookWhileLocked: operation({
      route: 'GET /tastings/{id}/locked',
      summary: 'Reads a jar of the peer from inside a transaction, which is a fault.',
      caller: 'anyone',
      params: IdParams,
      answers: { 200: Jar },
      refusals: ['not_found'],
      limit: 'read',
    }),
  },
  internal: {},
  facts: {},
});

/** Asks for jars and sums up what it hears of them. */
export const tastingService = service({
  contract: tasting,
  needs: { seats: jars },
  follows: { seats: ['jar.filled'] },
  config: {},
  migrations,
  async open(kit) {
    const readJar = (id: string, requestId: string) => kit.peers.seats.readJar({ params: { id }, requestId });
    return {
      operations: {
        async order({ body, madeId, requestId }) {
          const { label, afterMs, timeoutMs } = body;
          const call = { params: { id: madeId }, body: { label, afterMs }, requestId, timeoutMs };
          const jar = await kit.peers.seats.fillSlowly(call);
          if (refused(jar)) throw new Error('fillSlowly refuses nothing');
          return jar;
        },
        look: ({ params, requestId }) => readJar(params.id, requestId),
        lookWhileLocked: ({ params, requestId }) => kit.db.transaction(() => readJar(params.id, requestId)),
      },
      internal: {},
      follows: {
        seats: {
          'jar.filled': async (tx, facts) => {
            for (const { payload } of facts) {
              const jar = Jar.parse(payload);
              await tx.query(sql`insert into tasted as t values (${jar.label}, ${jar.spoons})
                on conflict (label) do update set spoons = t.spoons + excluded.spoons`);
            }
          },
        },
      },
    };
  },
});

/** A fresh database with the kit's tables and the jars, and a pool on it. */
export async function openJars(): Promise<Database> {
  const url = await cloneDatabase(inject('postgresUrl'), jarsService);
  return poolOn(url);
}

/** A pool on a database that is there. */
export function poolOn(url: string): Database {
  return openDatabase({ url, connectionsMax: 8, applicationName: 'jars', log: silent });
}

/** Stops the clock of a database, so many seconds into 2030. */
export async function stopTime(db: Database, seconds: number): Promise<void> {
  const text = `create or replace function usher_now() returns timestamptz language sql stable parallel safe as 'select timestamptz ''2030-01-01Z'' + interval ''${seconds} seconds'''`;
  await db.session((client) => client.query(text));
}

export const silent = createLog('silent');

/** Jars with new ids. */
export const newJar = (label: string, count = 1) => ({ id: systemClock.newId(), label, spoons: count });

/** A gate that something waits at until the test opens it. */
export function closedGate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
