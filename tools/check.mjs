/**
 * `npm run check`: everything that can be said about the code without running it. The checks run side by side, as many
 * at a time as there are processors; each prints its verdict when it ends, and what it found only if it found something.
 * Exit 1 on any fault. `npm run check -- eslint tidy` runs just those.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const folders = ['contracts', 'kit', 'services', 'stand-ins', 'run', 'tests', 'load', 'tools', 'web/app', 'web/server'];

/** The slow ones first, so that they do not end last. */
const checks = [
  ['eslint', 'eslint', '.', '--cache', '--cache-strategy=content', '--cache-location=node_modules/.cache/eslint/'],
  ['types', 'tsc', '-b', '--pretty', 'false'],
  ['knip', 'knip', '--no-progress', '--no-config-hints'],
  ['boundaries', 'depcruise', ...folders, '--output-type', 'err-long'],
  ['format', 'biome', 'format', '.', '--reporter=summary', '--colors=off'],
  ['generated', 'tsx', 'tools/generate.ts', '--check'],
  ['tidy', 'tsx', 'tools/tidy.ts'],
];

const started = performance.now();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !checks.some(([each]) => each === name));
if (unknown.length > 0) {
  console.error(
    `There is no check called ${unknown.join(', ')}. There are: ${checks.map(([name]) => name).join(', ')}.`,
  );
  process.exit(1);
}
const waiting = checks.filter(([name]) => wanted.length === 0 || wanted.includes(name));
const faulty = [];
await Promise.all(Array.from({ length: availableParallelism() }, work));
console.log(`${faulty.length === 0 ? 'All checks pass' : `At fault: ${faulty.join(', ')}`} (${since(started)})`);
process.exitCode = faulty.length === 0 ? 0 : 1;

async function work() {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const [name, program, ...args] = check;
    const began = performance.now();
    const { output, code } = await outcomeOf(program, args);
    console.log(`${code === 0 ? 'ok   ' : 'FAULT'} ${name.padEnd(10)} ${since(began)}`);
    if (code === 0) continue;
    faulty.push(name);
    console.log(`\n${output.trim()}\n`);
  }
}

/** Runs one installed program to its end and collects what it says. */
function outcomeOf(program, args) {
  return new Promise((resolve) => {
    const child = spawn(path.join(root, 'node_modules/.bin', program), args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) =>
      resolve({ output: `${program} cannot be started, is everything installed (npm ci)? ${error.message}`, code: 1 }),
    );
    child.on('close', (code) => resolve({ output, code: code ?? 1 }));
  });
}

function since(moment) {
  return `${((performance.now() - moment) / 1000).toFixed(1)} s`;
}
