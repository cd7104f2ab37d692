/**
 * Writes the files listed in tools/generated.ts. With `--check` nothing is written: it names those that are out of date
 * and exits 1 when there is any.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generated } from './generated.ts';
import type { Generated } from './generated.ts';

/** Brings each file below `root` up to date. Returns those that were not; a file that is right is left untouched. */
export async function generate(root: string, list: readonly Generated[], mode: 'write' | 'check'): Promise<string[]> {
  const stale: string[] = [];
  for (const { file, make } of list) {
    const target = path.join(root, file);
    const present = existsSync(target) ? readFileSync(target, 'utf8') : '';
    const text = await make(present);
    if (present === text) continue;
    stale.push(file);
    if (mode === 'check') continue;
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  return stale;
}

async function main(): Promise<void> {
  const mode = process.argv.includes('--check') ? 'check' : 'write';
  const stale = await generate(path.resolve(import.meta.dirname, '..'), generated, mode);
  for (const file of stale)
    console.log(mode === 'check' ? `${file} is out of date: npm run generate` : `wrote ${file}`);
  if (mode === 'check' && stale.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
