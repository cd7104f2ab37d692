import { arrayLiteral } from '@usher/kit/array-literal';
import { type Database, sql } from '@usher/kit/database';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJars } from './jars.ts';

describe('an array on its way to Postgres', () => {
  let db: Database;
  beforeAll(async () => {
    db = await openJars();
  });
  afterAll(() => db.close());

  const texts = async (items: readonly (string | null)[]) =>
    (await db.query<{ items: unknown }>(sql`select to_jsonb(${items}::text[]) as items`))[0]?.items;

  it.each([
    [[]],
    [['', 'NULL', 'null', 'Null', 'nullify', null]],
    [['a,b', '{a}', '"', '\\', '\\"', ' ', ' a', 'a\n', '\t']],
    [['{"a":"b \\" c","d":[1,null]}', 'ü', '座席', '👏', "'; drop table jar; --"]],
    [['01a201ed-de7a-7422-b482-c8cff49853d5', '2026-11-22T06:25:37.694Z', 'x+y/z==']],
  ])('comes as it was sent: %j', async (items) => {
    expect(arrayLiteral(items)).toBeDefined();
    expect(await texts(items)).toEqual(items);
  });

  it('comes as it was sent, whatever it is', async () => {
    const text = fc.string({ unit: 'binary' }).filter((one) => !one.includes('\0'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text)), async (items) => {
        expect(await texts(items)).toEqual(items);
      }),
    );
  });

  it('may hold numbers and booleans, and nothing where nothing was given', async () => {
    const [row] = await db.query(sql`
      select ${[1, -2, 0.5, undefined]}::float8[] as numbers, ${[true, false, null]}::boolean[] as booleans`);
    expect(row).toEqual({ numbers: [1, -2, 0.5, null], booleans: [true, false, null] });
  });

  it('is left to the driver where it holds bytes or arrays', async () => {
    expect(arrayLiteral([Buffer.from('ab')])).toBeUndefined();
    expect(arrayLiteral([['a']])).toBeUndefined();
    const [row] = await db.query<{ bytes: Buffer[] }>(sql`select ${[Buffer.from('ab')]}::bytea[] as bytes`);
    expect(row?.bytes).toEqual([Buffer.from('ab')]);
  });
});
