/**
 * Recomputes the draw of a waiting room: `npx tsx tools/verify-draw.ts https://tickets.example/api/events/<id>`, or the
 * files of its `queue` and `queue/draw`. Needs nothing but Node; docs/decisions/0020-waiting-room.md has the rule.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The draw as `GET /events/{id}/queue` tells it. */
export interface PublishedDraw {
  readonly seedHash?: string | null;
  readonly entriesHash: string | null;
  readonly entries?: number | null;
  readonly seed: string | null;
}

/** What does not fit, in sentences; nothing when the order is the one that seed and list give. */
export function verifyDraw(list: string, published: PublishedDraw): string[] {
  const [seedHash = '', entriesHash = '', seed = '', ...ids] = list.trim().split('\n');
  const faults: string[] = [];
  const differs = (what: string, is: string | number, told: string | number | null | undefined) => {
    if (told !== undefined && told !== is) faults.push(`the ${what} is ${is}, told was ${told ?? 'nothing'}`);
  };
  differs('seed', seed, published.seed);
  differs('hash of the seed', sha256(Buffer.from(seed, 'hex')).toString('hex'), seedHash);
  differs('hash of the seed', seedHash, published.seedHash);
  differs('entries hash', sha256([...ids].sort().join('\n')).toString('hex'), entriesHash);
  differs('entries hash', entriesHash, published.entriesHash);
  differs('number of entries', ids.length, published.entries);
  const start = Buffer.concat([Buffer.from(seed, 'hex'), Buffer.from(entriesHash, 'hex')]);
  const order = ids
    .map((id) => ({ id, key: sha256(Buffer.concat([start, Buffer.from(id)])) }))
    .sort((one, other) => Buffer.compare(one.key, other.key));
  const wrong = order.findIndex(({ id }, place) => id !== ids[place]);
  if (wrong >= 0) faults.push(`place ${wrong + 1} is ${ids[wrong] ?? ''}, drawn was ${order[wrong]?.id ?? ''}`);
  return faults;
}

function sha256(bytes: string | Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

async function read(source: string): Promise<string> {
  if (!/^https?:/.test(source)) return readFileSync(source, 'utf8');
  const answer = await fetch(source);
  if (!answer.ok) throw new Error(`${source} answered ${answer.status}`);
  return answer.text();
}

async function main([first = '', second]: readonly string[]): Promise<void> {
  const [queue, draw] = second === undefined ? [`${first}/queue`, `${first}/queue/draw`] : [first, second];
  const published = (JSON.parse(await read(queue)) as { draw: PublishedDraw | null }).draw;
  if (!published) throw new Error('this event opened without a pool: nothing was drawn');
  if (published.seed === null) throw new Error(`not drawn yet; the hash of the seed is ${published.seedHash ?? ''}`);
  const faults = verifyDraw(await read(draw), published);
  console.log(faults.length === 0 ? `ok: ${published.entries ?? 0} entries, in the order drawn` : faults.join('\n'));
  process.exitCode = faults.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
