/** The house rules, one function each, all listed in the three tables on top. A rule yields a line and what to do instead. */
import path from 'node:path';
import ts from 'typescript';
import { parse, walk, wordsIn } from './tidy-source.ts';
import type { Fault, HouseFile, ParsedFile } from './tidy-source.ts';
import { bannedWords, everydayOrder, foreignNames, platformNames, ticketingWords } from './tidy-words.ts';

type Found = readonly [line: number, message: string];
interface Rule<File> {
  readonly name: string;
  /** Files the rule looks at; a test of tidy itself must be able to spell out what it forbids. */
  readonly where: (file: string) => boolean;
  readonly find: (file: File) => Iterable<Found>;
}

const isTest = (file: string) => /(^|\/)tests?\/|\.test\.ts$|^kit\/src\/testing/.test(file);
const isTool = (file: string) => /^(tools|load|\.ci)\//.test(file) || /^[^/]+\.config\.(js|ts)$/.test(file);
const isTidy = (file: string) => file.startsWith('tools/tidy');
const isHouse = (file: string) => /^(contracts|kit|services\/[^/]+)\/src\//.test(file);

const pathRules: readonly Rule<HouseFile>[] = [{ name: 'no-drawers', where: () => true, find: drawers }];

const textRules: readonly Rule<HouseFile>[] = [
  { name: 'no-leftovers', where: (file) => !isTidy(file), find: leftovers },
  { name: 'no-machine-paths', where: (file) => !isTidy(file), find: machinePaths },
  { name: 'usher-now', where: (file) => /^(services|kit)\/.*\.sql$/.test(file), find: nowInSqlFile },
];

const sourceRules: readonly Rule<ParsedFile>[] = [
  { name: 'env-in-config', where: (file) => !mayReadEnv(file), find: envReads },
  { name: 'time-from-clock', where: (file) => !mayReadTime(file), find: ambientReads },
  { name: 'no-barrels', where: () => true, find: barrels },
  { name: 'no-default-exports', where: (file) => !mayExportDefault(file), find: defaultExports },
  { name: 'no-focus', where: isTest, find: focusedTests },
  { name: 'glossary', where: isHouse, find: bannedIdentifiers },
  { name: 'kit-knows-no-tickets', where: (file) => file.startsWith('kit/src/'), find: ticketingIdentifiers },
  { name: 'usher-now', where: speaksSql, find: nowInStrings },
];

/** Faults in where a file lies and what it is called. */
export const pathFaults = (file: HouseFile): Fault[] => run(pathRules, file, file);
/** Faults any text can have. */
export const textFaults = (file: HouseFile): Fault[] => run(textRules, file, file);
/** Faults of a TypeScript or JavaScript file, found in its syntax tree. */
export const sourceFaults = (file: HouseFile): Fault[] => run(sourceRules, file, parse(file));

function run<File extends HouseFile>(rules: readonly Rule<File>[], { path }: HouseFile, file: File): Fault[] {
  return rules
    .filter((rule) => rule.where(path))
    .flatMap((rule) => [...rule.find(file)].map(([line, message]) => ({ path, line, rule: rule.name, message })));
}

/** A stand-in that is a program of its own has no config file; run's scripts start before anything is installed. */
function mayReadEnv(file: string): boolean {
  const entry = /^run\/[^/]+\.mjs$/.test(file) || /^stand-ins\/src\/.*-process\.ts$/.test(file);
  return path.basename(file) === 'config.ts' || entry || isTest(file) || isTool(file);
}

/** Build tools look for a default export, and so does the router in a page, in the frame and in the site map. */
function mayExportDefault(file: string): boolean {
  return /(^|\/)[^/]*config\.(js|ts)$/.test(file) || /^web\/app\/(.+-page|root|routes|entry\.\w+)\.tsx$/.test(file);
}

/** The list of applied migrations exists before the first of them installs usher_now(). */
function speaksSql(file: string): boolean {
  return /^(services\/[^/]+|kit)\/src\//.test(file) && file !== 'kit/src/migrate.ts';
}

/** Stand-ins play strangers with clocks of their own; run/ minds processes, which live by the machine's. */
function mayReadTime(file: string): boolean {
  const isClock = ['kit/src/clock.ts', 'web/app/clock.ts'].includes(file);
  return isClock || /^(run|stand-ins)\//.test(file) || isTest(file) || isTool(file);
}

function* drawers(file: HouseFile): Iterable<Found> {
  for (const segment of file.path.split('/')) {
    const drawer = /(^|-)(utils?|helpers?|common|shared|misc|lib)(\.|$)/.exec(segment)?.[2];
    if (drawer) yield [1, `"${drawer}" says nothing: name the idea inside (money, clock, retry), or inline it`];
  }
}

function* leftovers(file: HouseFile): Iterable<Found> {
  yield* matches(file.text, /\b(TODO|FIXME)\b/g, (word) => `${word}: do it, or open an issue`);
}

function* machinePaths(file: HouseFile): Iterable<Found> {
  yield* matches(
    file.text,
    /(?<![\w.})-])\/(work|root|home)\/[\w.-]+/g,
    (found) => `${found} exists on one machine only`,
  );
}

function* nowInSqlFile(file: HouseFile): Iterable<Found> {
  yield* nowIn(blanked(file.text, /--.*$|\/\*[\s\S]*?\*\//gm));
}

/** The one function time is read through is the one place where the database's own clock may be named. */
function nowIn(sql: string): Iterable<Found> {
  const definition = /create\s+(or\s+replace\s+)?function\s+(\w+\.)?usher_now\b[^;]*/gi;
  const clocks =
    /(?<![\w.])(now|(clock|statement|transaction)_timestamp)\s*\(\s*\)|\bcurrent_(timestamp|date|time)\b/gi;
  return matches(blanked(sql, definition), clocks, (found) => `${found} cannot be moved by a test: say usher_now()`);
}

/** The text without what the pattern matches; every line keeps its number. */
function blanked(text: string, pattern: RegExp): string {
  return text.replace(pattern, (match) => match.replace(/[^\n]/g, ' '));
}

function* nowInStrings(file: ParsedFile): Iterable<Found> {
  for (const node of nodesOf(file)) {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (!isText) continue;
    const first = file.at(node.getStart());
    for (const [line, message] of nowIn(node.text)) yield [first + line - 1, message];
  }
}

function* envReads(file: ParsedFile): Iterable<Found> {
  const message = 'environment variables are named in config.ts only: take the value from the typed config';
  for (const node of nodesOf(file)) {
    const member = ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression);
    if (member && node.expression.getText() === 'process' && node.name.text === 'env')
      yield [file.at(node.getStart()), message];
    if (ts.isImportSpecifier(node) && (node.propertyName ?? node.name).text === 'env') {
      if (/^['"](node:)?process['"]$/.test(node.parent.parent.parent.moduleSpecifier.getText()))
        yield [file.at(node.getStart()), message];
    }
    if (ts.isBindingElement(node) && (node.propertyName ?? node.name).getText() === 'env') {
      const from = node.parent.parent;
      if (ts.isVariableDeclaration(from) && from.initializer?.getText() === 'process')
        yield [file.at(node.getStart()), message];
    }
  }
}

function* ambientReads(file: ParsedFile): Iterable<Found> {
  for (const node of nodesOf(file)) {
    const line = file.at(node.getStart());
    if (ts.isPropertyAccessExpression(node)) {
      const text = node.getText();
      if (['Date.now', 'performance.now', 'Temporal.Now'].includes(text))
        yield [line, `${text}: ask the clock that was passed in`];
      if (text === 'Math.random') yield [line, `${text}: secrets and ids come from what was passed in, or node:crypto`];
    }
    const bare = ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length;
    if (bare) yield [line, 'new Date() without an argument: ask the clock that was passed in'];
  }
}

function* barrels(file: ParsedFile): Iterable<Found> {
  const statements = file.tree.statements;
  const only = statements.every(
    (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined,
  );
  if (statements.length > 0 && only) yield [1, 'a file of re-exports only: import from the file that has the thing'];
}

function* defaultExports(file: ParsedFile): Iterable<Found> {
  for (const node of nodesOf(file)) {
    const assigned = ts.isExportAssignment(node) && !node.isExportEquals;
    const modified = node.kind === ts.SyntaxKind.DefaultKeyword && !ts.isDefaultClause(node.parent);
    const renamed = ts.isExportSpecifier(node) && node.name.text === 'default';
    if (assigned || modified || renamed)
      yield [file.at(node.getStart()), 'export by name: one thing has one name everywhere'];
  }
}

function* focusedTests(file: ParsedFile): Iterable<Found> {
  for (const node of nodesOf(file)) {
    if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) continue;
    const isRunner = ['it', 'test', 'describe', 'suite'].includes(node.expression.text);
    if (!isRunner || !['only', 'skip', 'todo', 'fails'].includes(node.name.text)) continue;
    yield [file.at(node.getStart()), `${node.getText()}: a test runs, or it goes`];
  }
}

function* bannedIdentifiers(file: ParsedFile): Iterable<Found> {
  for (const [identifier, line] of identifiersOf(file)) {
    if (foreignNames.has(identifier)) continue;
    const said = ` ${singular(wordsIn(identifier)).join(' ')} `;
    const banned = Object.keys(bannedWords).find((words) => said.includes(` ${words} `));
    if (banned) yield [line, `${identifier}: the glossary's word for "${banned}" is ${bannedWords[banned] ?? ''}`];
  }
}

function* ticketingIdentifiers(file: ParsedFile): Iterable<Found> {
  for (const [identifier, line] of identifiersOf(file)) {
    if (platformNames.has(identifier)) continue;
    const said = wordsIn(identifier).join(' ').replace(everydayOrder, '');
    const word = said.split(' ').find((each) => ticketingWords.has(each));
    if (word) yield [line, `${identifier}: the kit knows nothing about "${word}"`];
  }
}

/** Each identifier of a file once, with the line it first appears on. */
function identifiersOf(file: ParsedFile): Map<string, number> {
  const first = new Map<string, number>();
  for (const node of nodesOf(file)) {
    if (ts.isIdentifier(node) && !first.has(node.text)) first.set(node.text, file.at(node.getStart()));
  }
  return first;
}

function singular(words: readonly string[]): string[] {
  return words.map((word) => (word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word));
}

function nodesOf(file: ParsedFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  walk(file.tree, (node) => nodes.push(node));
  return nodes;
}

function* matches(text: string, pattern: RegExp, say: (found: string) => string): Iterable<Found> {
  for (const match of text.matchAll(pattern)) {
    yield [text.slice(0, match.index).split('\n').length, say(match[0])];
  }
}
