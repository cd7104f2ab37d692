import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ratchetFaults, sizesOf } from './tidy-ratchet.ts';
import { pathFaults, sourceFaults, textFaults } from './tidy-rules.ts';
import { filesBelow, wordsIn } from './tidy-source.ts';
import { tidy } from './tidy.ts';

/** What tidy says about one file, as `rule:line`. */
function said(file: string, text: string): string[] {
  const source = { path: file, text };
  const inSource = file.endsWith('.ts') || file.endsWith('.mjs') ? sourceFaults(source) : [];
  return [...pathFaults(source), ...textFaults(source), ...inSource].map(({ rule, line }) => `${rule}:${line}`);
}

describe('tidy: environment and time', () => {
  it('refuses process.env outside config.ts, however it is reached', () => {
    expect(said('kit/src/log.ts', 'const a = 1;\nprocess.env.PORT;')).toEqual(['env-in-config:2']);
    expect(said('run/all.ts', "import { env as e } from 'node:process';")).toEqual(['env-in-config:1']);
    expect(said('run/all.ts', 'const { env } = process;')).toEqual(['env-in-config:1']);
  });

  it('allows process.env in config.ts, in start scripts, tools and tests', () => {
    for (const file of ['services/seats/src/config.ts', 'run/start.mjs', 'tools/test.mjs', 'kit/test/log.test.ts']) {
      expect(said(file, 'process.env.PORT;')).toEqual([]);
    }
  });

  it('allows an object of ours that has a field called env', () => {
    expect(said('kit/src/log.ts', 'read(host.env); const { env } = host;')).toEqual([]);
  });

  it('refuses the ambient clock and ambient randomness in product code', () => {
    for (const read of [
      'Date.now()',
      'new Date()',
      'new Date',
      'performance.now()',
      'Math.random()',
      'Temporal.Now.instant()',
    ]) {
      expect(said('kit/src/batch.ts', `const x = ${read};`), read).toEqual(['time-from-clock:1']);
    }
  });

  it('allows them in the clock itself, in tests and around processes, and a date made from a given instant anywhere', () => {
    for (const file of [
      'kit/src/clock.ts',
      'kit/src/testing.ts',
      'services/seats/test/hold-seats.test.ts',
      'run/postgres.ts',
    ]) {
      expect(said(file, 'Date.now();'), file).toEqual([]);
    }
    expect(said('services/seats/src/hold-seats.ts', 'new Date(at); clock.now();')).toEqual([]);
  });
});

describe('tidy: names and files', () => {
  it('refuses drawers as files and as folders', () => {
    for (const file of [
      'kit/src/utils.ts',
      'kit/src/string-helpers.ts',
      'web/common/a.ts',
      'kit/lib/a.md',
      'kit/shared/x.sql',
    ]) {
      expect(said(file, 'const a = 1;'), file).toEqual(['no-drawers:1']);
    }
    expect(said('kit/src/library.ts', 'const a = 1;')).toEqual([]);
  });

  it('refuses a file of nothing but re-exports', () => {
    expect(said('kit/src/index.ts', "export * from './a.ts';\nexport { b } from './b.ts';")).toEqual(['no-barrels:1']);
    expect(said('kit/src/index.ts', "export { b } from './b.ts';\nexport const a = 1;")).toEqual([]);
  });

  it('refuses every form of default export, but in the configuration of tools that ask for one', () => {
    for (const text of [
      'export default 1;',
      'export default function f() {}',
      'const a = 1; export { a as default };',
    ]) {
      expect(said('run/all.ts', text), text).toEqual(['no-default-exports:1']);
    }
    expect(said('vitest.config.ts', 'export default {};')).toEqual([]);
  });

  it('does not take the default branch of a switch for an export', () => {
    expect(said('run/all.ts', 'switch (a) { default: b(); }')).toEqual([]);
  });

  it('refuses words the glossary replaces, in singular, plural and any case, and names the right one', () => {
    const file = {
      path: 'services/orders/src/a.ts',
      text: 'const x = 1;\nfunction makeReservations(ticketTypeId: string) {}',
    };
    expect(sourceFaults(file).map(({ line, message }) => [line, message])).toEqual([
      [2, 'makeReservations: the glossary\'s word for "reservation" is order (pending), or hold'],
      [2, 'ticketTypeId: the glossary\'s word for "ticket type" is price tier'],
    ]);
  });

  it('leaves the words of third parties alone: strings, and code outside the house', () => {
    expect(said('services/orders/src/a.ts', "send('reservation');")).toEqual([]);
    expect(said('stand-ins/src/a.ts', 'const reservation = 1;')).toEqual([]);
  });

  it("keeps ticketing out of the kit, and the platform's own events in", () => {
    expect(said('kit/src/a.ts', 'const heldSeats = 1;')).toEqual(['kit-knows-no-tickets:1']);
    expect(said('kit/src/a.ts', 'const orderId = 1;')).toEqual(['kit-knows-no-tickets:1']);
    expect(said('kit/src/a.ts', 'inOrderOfNeeds(); const orderBy = 1;')).toEqual([]);
    expect(said('kit/src/a.ts', 'signal.addEventListener(x, stop); eventLoopUtilization(); const holder = 1;')).toEqual(
      [],
    );
  });

  it('splits identifiers into words', () => {
    expect(wordsIn('ticketTypeID')).toEqual(['ticket', 'type', 'id']);
    expect(wordsIn('HOLD_SECONDS')).toEqual(['hold', 'seconds']);
    expect(wordsIn('parseHTTPBody2')).toEqual(['parse', 'http', 'body']);
  });
});

describe('tidy: SQL', () => {
  it("refuses the database's own clock in SQL files and in SQL inside code", () => {
    expect(said('services/seats/migrations/0001.sql', 'select 1;\nselect now();')).toEqual(['usher-now:2']);
    expect(said('services/seats/src/a.ts', 'const q = `select ${a},\n  current_timestamp`;')).toEqual(['usher-now:2']);
  });

  it('allows usher_now(), its own definition, comments, and a clock in code', () => {
    expect(said('services/seats/migrations/0001.sql', 'select usher_now(); -- never now()')).toEqual([]);
    expect(
      said(
        'kit/migrations/0000.sql',
        'create function usher_now() returns timestamptz as $$ select clock_timestamp() $$;\nselect now();',
      ),
    ).toEqual(['usher-now:2']);
    expect(said('services/seats/src/a.ts', 'const q = `held ${clock.now()}`;')).toEqual([]);
  });
});

describe('tidy: leftovers', () => {
  it('refuses notes to oneself and paths of one machine in any text', () => {
    expect(said('README.md', 'fine\nTODO write this')).toEqual(['no-leftovers:2']);
    expect(said('docs/a.md', 'see /home/ann/usher')).toEqual(['no-machine-paths:1']);
    expect(said('docs/a.md', 'see https://example.com/home/page and docs/work/plan')).toEqual([]);
  });

  it('refuses tests that are focused, skipped or only planned', () => {
    for (const call of ['it.only', 'test.skip', 'describe.skip', 'it.todo']) {
      expect(said('kit/test/a.test.ts', `${call}('x', f);`), call).toEqual(['no-focus:1']);
    }
    expect(said('kit/test/a.test.ts', "it('x', f); list.skip(3);")).toEqual([]);
  });
});

describe('tidy: the ratchet', () => {
  const long = (lines: number) => ({ path: 'kit/src/a.ts', text: `function f() {\n${'a();\n'.repeat(lines - 2)}}\n` });

  it('allows a function of 70 lines and refuses one of 71', () => {
    expect(ratchetFaults(sizesOf(long(70)), {})).toEqual([]);
    expect(ratchetFaults(sizesOf(long(71)), {}).map(({ message }) => message)).toEqual([
      'f() has 71 lines, at most 70: split it by idea',
    ]);
  });

  it('refuses a file of more than 300 lines', () => {
    const file = { path: 'kit/src/a.ts', text: 'a();\n'.repeat(301) };
    expect(ratchetFaults(sizesOf(file), {}).map(({ message }) => message)).toEqual([
      'the file has 301 lines, at most 300: split it by idea',
    ]);
  });

  it('does not count the chapters in a function that tells them', () => {
    const text = (inside: string) =>
      `export function stories() {\n  describe('x', () => {\n${'a();\n'.repeat(90)}});\n${inside}}`;
    expect(ratchetFaults(sizesOf({ path: 'stories.ts', text: text('') }), {})).toEqual([]);
    expect(ratchetFaults(sizesOf({ path: 'stories.ts', text: text('b();\n'.repeat(70)) }), {})).toHaveLength(1);
  });

  it('does not count a describe block as a function', () => {
    expect(
      ratchetFaults(sizesOf({ path: 'a.test.ts', text: `describe('x', () => {\n${'a();\n'.repeat(90)}});` }), {}),
    ).toEqual([]);
  });

  it('lets a listed exception be, refuses its growth, and asks for the new number when it shrinks', () => {
    const listed = { 'kit/src/a.ts#f': 90 };
    expect(ratchetFaults(sizesOf(long(90)), listed)).toEqual([]);
    expect(ratchetFaults(sizesOf(long(91)), listed)[0]?.message).toContain('has 91 lines, at most 90');
    expect(ratchetFaults(sizesOf(long(80)), listed)[0]?.message).toContain('listed with 90 lines: say 80');
    expect(ratchetFaults(sizesOf(long(40)), listed)[0]?.message).toContain('listed with 90 lines: remove it');
    expect(ratchetFaults([], listed)[0]?.message).toContain('remove it');
  });
});

describe('tidy: a whole repository', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'usher-tidy-'));
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('walks what is ours, leaves out what is built or installed, and orders faults by file and line', () => {
    const write = (file: string, text: string) => {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    };
    write('kit/src/b.ts', 'export default 1;\nexport const now = Date.now();\n');
    write('README.md', 'TODO\n');
    for (const hidden of ['node_modules/a/utils.js', 'dist/all.mjs', 'kit/.types/src/b.d.ts']) write(hidden, 'TODO\n');

    expect(filesBelow(root).sort()).toEqual(['README.md', 'kit/src/b.ts']);
    expect(tidy(root).map(({ path: file, line, rule }) => `${file}:${line} ${rule}`)).toEqual([
      'kit/src/b.ts:1 no-default-exports',
      'kit/src/b.ts:2 time-from-clock',
      'README.md:1 no-leftovers',
    ]);
  });
});
