import { CommitUnknownError, type Database, sql, type Statement } from '@usher/kit/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCuttingProxy } from './cutting-proxy.ts';
import { newJar, openJars, poolOn } from './jars.ts';

describe('a transaction', () => {
  let db: Database;
  beforeAll(async () => {
    db = await openJars();
  });
  afterAll(() => db.close());

  type Jar = ReturnType<typeof newJar>;
  const insertion = ({ id, label, spoons }: Jar): Statement =>
    sql`insert into jar (id, label, spoons) values (${id}, ${label}, ${spoons})`;
  const isStored = async ({ id }: Jar) => (await db.query(sql`select 1 from jar where id = ${id}`)).length === 1;
  const TWICE = expect.objectContaining({ code: '23505' }) as Error;

  it('keeps what was sent without being waited for, in the order it was sent', async () => {
    const jar = newJar('plum');
    const spoons = await db.transaction(async (tx) => {
      await tx.send(insertion(jar));
      await tx.send(sql`update jar set spoons = spoons + 1 where id = ${jar.id}`);
      const [row] = await tx.query<{ spoons: number }>(sql`select spoons from jar where id = ${jar.id}`);
      await tx.send(sql`update jar set label = 'quince' where id = ${jar.id}`);
      return row?.spoons;
    });
    expect(spoons).toBe(jar.spoons + 1);
    expect(await db.query(sql`select label from jar where id = ${jar.id}`)).toEqual([{ label: 'quince' }]);
  });

  it('fails as a whole with the error of what was sent, at the commit at the latest', async () => {
    const [known, fresh] = [newJar('known'), newJar('fresh')];
    await db.query(insertion(known));
    const twice = db.transaction(async (tx) => {
      await tx.send(insertion(fresh));
      await tx.send(insertion(known));
    });
    await expect(twice).rejects.toEqual(TWICE);
    expect(await isStored(fresh)).toBe(false);
  });

  it('says why it failed rather than that it had failed', async () => {
    const known = newJar('known');
    await db.query(insertion(known));
    const twice = db.transaction(async (tx) => {
      await tx.send(insertion(known));
      await tx.query(sql`select 1`);
    });
    await expect(twice).rejects.toEqual(TWICE);
  });

  it('goes on behind a savepoint when it was asked how things went', async () => {
    const [known, fresh] = [newJar('known'), newJar('fresh')];
    await db.query(insertion(known));
    await db.transaction(async (tx) => {
      await tx.send(sql`savepoint before`);
      await tx.send(insertion(known));
      await expect(tx.sent()).rejects.toEqual(TWICE);
      await tx.send(sql`rollback to savepoint before`);
      await tx.send(insertion(fresh));
      await tx.sent();
    });
    expect(await isStored(fresh)).toBe(true);
  });

  it('leaves its connection fit for the next one, whatever became of it', async () => {
    const known = newJar('known');
    await db.query(insertion(known));
    for (let i = 0; i < 20; i += 1)
      await expect(db.transaction((tx) => tx.send(insertion(known)))).rejects.toEqual(TWICE);
    expect(await db.transaction((tx) => tx.query(sql`select 1 as one`))).toEqual([{ one: 1 }]);
  });

  it.each(['succeeds', 'fails'])(
    'that did not begin leaves open what it did, also when the rest of it %s',
    async (rest) => {
      const proxy = await openCuttingProxy(db.url);
      const proxied = poolOn(proxy.url);
      const [known, fresh] = [newJar('known'), newJar('fresh')];
      await db.query(insertion(known));
      proxy.spoilNextBegin();
      const doing = proxied.transaction(async (tx) => {
        await tx.query(insertion(fresh));
        await tx.query(insertion(rest === 'fails' ? known : newJar('another')));
      });
      await expect(doing).rejects.toBeInstanceOf(CommitUnknownError);
      expect(await isStored(fresh)).toBe(true);
      await proxied.close();
      proxy.close();
    },
  );

  it('takes no statement after its end, which would be in the next one of its connection', async () => {
    const late = await db.transaction(async (tx) => {
      await tx.query(sql`select 1`);
      return () => tx.query(sql`select 1`);
    });
    await expect(late()).rejects.toThrow('after the end of its transaction');
    const failed: (() => Promise<unknown>)[] = [];
    const failing = db.transaction((tx) => {
      failed.push(() => tx.query(sql`select 1`));
      return Promise.reject(new Error('no'));
    });
    await expect(failing).rejects.toThrow('no');
    for (const ask of failed) await expect(ask()).rejects.toThrow('after the end of its transaction');
  });

  it('is not opened inside another', async () => {
    const inner = db.transaction(() => db.transaction((tx) => tx.query(sql`select 1`)));
    await expect(inner).rejects.toThrow('inside a transaction');
  });
});
