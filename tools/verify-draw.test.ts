import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { verifyDraw } from './verify-draw.ts';

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

const seed = '5e'.repeat(32);
const ids = Array.from({ length: 50 }, (_, i) => `0198c0de-0000-4000-8000-0000000000${String(i).padStart(2, '0')}`);
const entriesHash = sha256(ids.join('\n'));
const key = (id: string) => sha256(Buffer.concat([Buffer.from(seed + entriesHash, 'hex'), Buffer.from(id)]));
const order = ids.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
const published = { seedHash: sha256(Buffer.from(seed, 'hex')), entries: 50, entriesHash, seed };
const listOf = (entries: readonly string[]) => [published.seedHash, entriesHash, seed, ...entries, ''].join('\n');

it('finds nothing wrong with the order that seed and list give', () => {
  expect(verifyDraw(listOf(order), published)).toEqual([]);
});

it('names the first place that is another one’s', () => {
  const [first = '', second = '', ...rest] = order;
  expect(verifyDraw(listOf([second, first, ...rest]), published)).toEqual([`place 1 is ${second}, drawn was ${first}`]);
});

it('sees when somebody was put in or left out, and when seed or hashes are not those that were told', () => {
  expect(verifyDraw(listOf(order.slice(1)), published).join()).toMatch(/entries hash.*number of entries is 49/);
  expect(verifyDraw(listOf(order), { ...published, seed: '00' }).join()).toContain('the seed is 5e5e');
  expect(verifyDraw(listOf(order), { ...published, seedHash: 'ab' }).join()).toContain('hash of the seed');
  expect(verifyDraw(listOf(order), { ...published, entriesHash: null }).join()).toContain('told was nothing');
});
