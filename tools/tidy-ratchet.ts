/**
 * Sizes may only shrink. A file has at most 300 lines and a function at most 70; what was longer when the rule came is
 * listed with its size in tools/tidy-ratchet.json, and that number follows every improvement down.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { parse, walk } from './tidy-source.ts';
import type { Fault, HouseFile } from './tidy-source.ts';

const LIST = 'tools/tidy-ratchet.json';
const FILE_LINES_MAX = 300;
const FUNCTION_LINES_MAX = 70;

/** The length in lines of one thing; `key` is `path` for a file and `path#name` for a function. */
export interface Size {
  readonly key: string;
  readonly path: string;
  readonly line: number;
  readonly lines: number;
  readonly linesMax: number;
}

/** Known exceptions: key -> the number of lines it has today. */
export type Ratchet = Readonly<Record<string, number>>;

export function readRatchet(root: string): Ratchet {
  const list = path.join(root, LIST);
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Ratchet) : {};
}

/** The size of a file and of each named function in it. A `describe` is a chapter, not a function, and counts in none. */
export function sizesOf(file: HouseFile): Size[] {
  const { tree, at } = parse(file);
  const lines = file.text.trimEnd().split('\n').length;
  const sizes: Size[] = [{ key: file.path, path: file.path, line: 1, lines, linesMax: FILE_LINES_MAX }];
  walk(tree, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || isChapter(node)) return;
    const line = at(node.getStart());
    const key = `${file.path}#${nameOf(node)}`;
    const own = at(node.end) - line + 1 - linesOfChaptersIn(node, at);
    sizes.push({ key, path: file.path, line, lines: own, linesMax: FUNCTION_LINES_MAX });
  });
  return sizes;
}

function linesOfChaptersIn(node: ts.Node, at: (position: number) => number): number {
  let lines = 0;
  ts.forEachChild(node, (child) => {
    const isOne = ts.isFunctionLike(child) && isChapter(child);
    lines += isOne ? at(child.end) - at(child.getStart()) + 1 : linesOfChaptersIn(child, at);
  });
  return lines;
}

/** What is too long and not listed, what has grown, and what is listed with a number it no longer has. */
export function ratchetFaults(sizes: readonly Size[], ratchet: Ratchet): Fault[] {
  const longest = new Map<string, Size>();
  for (const size of sizes) if (size.lines > (longest.get(size.key)?.lines ?? 0)) longest.set(size.key, size);
  const grown = [...longest.values()].filter(({ key, lines, linesMax }) => lines > (ratchet[key] ?? linesMax));
  return [...grown.map((size) => grownFault(size, ratchet[size.key])), ...slackFaults(longest, ratchet)];
}

function grownFault({ path, line, key, lines, linesMax }: Size, listed: number | undefined): Fault {
  const name = key.includes('#') ? `${key.slice(key.indexOf('#') + 1)}()` : 'the file';
  return {
    path,
    line,
    rule: 'length',
    message: `${name} has ${lines} lines, at most ${listed ?? linesMax}: split it by idea`,
  };
}

function slackFaults(longest: ReadonlyMap<string, Size>, ratchet: Ratchet): Fault[] {
  return Object.entries(ratchet).flatMap(([key, listed]) => {
    const size = longest.get(key);
    if (size && size.lines >= listed) return [];
    const shorter = size && size.lines > size.linesMax ? `say ${size.lines}` : 'remove it';
    return [{ path: LIST, line: 1, rule: 'length', message: `"${key}" is listed with ${listed} lines: ${shorter}` }];
  });
}

function isChapter(node: ts.SignatureDeclaration): boolean {
  const call = node.parent;
  return ts.isCallExpression(call) && /^(describe|describeWith|suite)\b/.test(call.expression.getText());
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name) return node.name.getText();
  const holder = node.parent;
  const named = ts.isVariableDeclaration(holder) || ts.isPropertyAssignment(holder) || ts.isPropertyDeclaration(holder);
  return named
    ? holder.name.getText()
    : `at line ${node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
