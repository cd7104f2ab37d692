/**
 * The work that joining can cost a device: find a nonce so that SHA-256 of `challenge.nonce` begins with so many zero
 * bits (hashcash; Back, 2002). Nothing is stored: a challenge is signed for one event and one owner, who can take one
 * place with it however often they show it.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Solution } from '@usher/contracts/waiting-room';
import { type Database, sql } from '@usher/kit/database';
import { z } from 'zod';

export interface Asker {
  readonly eventId: string;
  readonly ownerId: string;
}

export interface Challenges {
  /** A new challenge for one place; `nowSeconds` since the epoch. */
  make(asker: Asker, nowSeconds: number): { challenge: string; difficultyBits: number };
  /** True when it is the work this asker was given, done, and not too late. */
  isSolved(asker: Asker, solution: z.output<typeof Solution>, nowSeconds: number): boolean;
}

const SOLVABLE_SECONDS = 600;
const Given = z.tuple([z.string(), z.string(), z.number(), z.number()]);

/** Opens the installation's secret; makes it once. */
export async function openChallenges(db: Database, difficultyBits: number): Promise<Challenges> {
  await db.query(sql`insert into challenge_secret (secret) values (${randomBytes(32)}) on conflict do nothing`);
  const [row] = await db.query<{ secret: Buffer }>(sql`select secret from challenge_secret`);
  if (!row) throw new Error('there is no secret for challenges');
  const sign = (text: string) => createHmac('sha256', row.secret).update(text).digest();
  return {
    make({ eventId, ownerId }, nowSeconds) {
      const given: z.infer<typeof Given> = [eventId, ownerId, nowSeconds + SOLVABLE_SECONDS, difficultyBits];
      const text = Buffer.from(JSON.stringify(given)).toString('base64url');
      return { challenge: `${text}~${sign(text).toString('base64url')}`, difficultyBits };
    },
    isSolved({ eventId, ownerId }, { challenge, nonce }, nowSeconds) {
      const [text = '', signature = ''] = challenge.split('~');
      const shown = Buffer.from(signature, 'base64url');
      const expected = sign(text);
      if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return false;
      const [event, owner, until, bits] = Given.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
      if (event !== eventId || owner !== ownerId || until < nowSeconds) return false;
      return zeroBits(createHash('sha256').update(`${challenge}.${nonce}`).digest()) >= bits;
    },
  };
}

/** How many zero bits bytes begin with. */
export function zeroBits(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? bytes.length * 8 : first * 8 + Math.clz32(bytes[first] ?? 0) - 24;
}
