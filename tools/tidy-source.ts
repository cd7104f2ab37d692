/** How the house rules see the repository: its files, and each source file as a syntax tree. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export interface Fault {
  readonly path: string;
  /** 1 is the first line. */
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

/** A file of the repository: `path` is relative to the root, with forward slashes. */
export interface HouseFile {
  readonly path: string;
  readonly text: string;
}

/** A source file parsed; `at` turns a position into a line number. */
export interface ParsedFile extends HouseFile {
  readonly tree: ts.SourceFile;
  readonly at: (position: number) => number;
}

const TEXT = /(\.(ts|tsx|js|mjs|cjs|sql|md|json|yml|yaml|html|css|sh|conf|toml)|Dockerfile|\.env\.example|\.ci\/run)$/;
const OUTSIDE = new Set(['node_modules', 'dist', 'build', 'coverage', 'package-lock.json']);
const DOT_ENTRIES = new Set(['.ci', '.github', '.dependency-cruiser.cjs', '.env.example']);

/** All text files of the repository, whether committed yet or not; build output and hidden folders are left out. */
export function filesBelow(root: string, folder = ''): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (OUTSIDE.has(entry.name) || (entry.name.startsWith('.') && !DOT_ENTRIES.has(entry.name))) return [];
    const below = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(root, below);
    return entry.isFile() && TEXT.test(below) ? [below] : [];
  });
}

export function readHouseFile(root: string, file: string): HouseFile {
  return { path: file, text: readFileSync(path.join(root, file), 'utf8') };
}

/** Is this TypeScript or JavaScript? */
export function isSource(file: string): boolean {
  return /\.(ts|tsx|mjs|cjs|js)$/.test(file);
}

export function parse(file: HouseFile): ParsedFile {
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ESNext, true);
  return { ...file, tree, at: (position) => tree.getLineAndCharacterOfPosition(position).line + 1 };
}

/** Visits every node of a tree, parents before children. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => {
    walk(child, visit);
  });
}

/** `ticketTypeId` -> ['ticket', 'type', 'id']; also splits SNAKE_CASE and keeps runs of capitals together. */
export function wordsIn(identifier: string): string[] {
  return identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}
