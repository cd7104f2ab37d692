/**
 * House rules as a test: what ARCHITECTURE.md and CONTRIBUTING.md promise about the code and no general linter knows.
 * `tsx tools/tidy.ts` prints each fault as `file:line  rule  what to do instead` and exits 1 when there is any.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathFaults, sourceFaults, textFaults } from './tidy-rules.ts';
import { ratchetFaults, readRatchet, sizesOf } from './tidy-ratchet.ts';
import { filesBelow, isSource, readHouseFile } from './tidy-source.ts';
import type { Fault } from './tidy-source.ts';

/** Every fault below `root`, ordered by file and line. Reads only; opens nothing else. */
export function tidy(root: string): Fault[] {
  const files = filesBelow(root).map((file) => readHouseFile(root, file));
  const sources = files.filter((file) => isSource(file.path));
  return [
    ...files.flatMap((file) => [...pathFaults(file), ...textFaults(file)]),
    ...sources.flatMap((file) => sourceFaults(file)),
    ...ratchetFaults(sources.flatMap(sizesOf), readRatchet(root)),
  ].sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line);
}

function main(): void {
  const root = path.resolve(import.meta.dirname, '..');
  const faults = tidy(root);
  for (const fault of faults) console.log(`${fault.path}:${fault.line}  ${fault.rule}  ${fault.message}`);
  if (faults.length > 0) {
    console.log(`${faults.length} house rule ${faults.length === 1 ? 'fault' : 'faults'}`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
