/** Results for people: one table for a scenario, the middle of all runs and how far they lay apart. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Figures, median } from './figures.ts';
import { describeMachine } from './machine.ts';

/** A table of medians, lowest and highest. */
export function tableOf(runs: readonly Figures[]): string {
  const names = [...new Set(runs.flatMap((figures) => Object.keys(figures)))];
  const rows = names.map((name) => {
    const numbers = runs.map((figures) => figures[name]).filter((number) => number !== undefined);
    return `| ${name} | ${[median(numbers), Math.min(...numbers), Math.max(...numbers)].map(shown).join(' | ')} |`;
  });
  return [`| ${runs.length} runs | median | lowest | highest |`, '|---|--:|--:|--:|', ...rows].join('\n');
}

/** Writes load/results/<day>-<title>.md and gives its text. */
export function writeResult(title: string, about: string, runs: readonly Figures[]): string {
  const day = new Date().toISOString().slice(0, 10);
  const text = `# ${title}, ${day}\n\n${describeMachine()}. Generator, card network and Usher share the machine.\n\n${about}\n\n${tableOf(runs)}\n`;
  const folder = path.join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${day}-${title}.md`), text);
  return text;
}

/** Three digits that say something. */
function shown(number: number): string {
  if (Number.isInteger(number) || Math.abs(number) >= 100) return number.toFixed(0);
  return Math.abs(number) >= 10 ? number.toFixed(1) : number.toPrecision(2);
}
