import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generate } from './generate.ts';

describe('generated files', () => {
  let root = '';
  const list = [
    { file: 'services/seats/.env.example', make: () => 'PORT=3003\n' },
    { file: 'docs/page.md', make: async () => 'a page\n' },
  ];
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'usher-generate-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('are written with their folders, and then are up to date', async () => {
    expect(await generate(root, list, 'write')).toEqual(['services/seats/.env.example', 'docs/page.md']);
    expect(readFileSync(path.join(root, 'services/seats/.env.example'), 'utf8')).toBe('PORT=3003\n');
    expect(await generate(root, list, 'check')).toEqual([]);
  });

  it('are named, and not touched, by a check when they are missing or differ', async () => {
    await generate(root, list, 'write');
    const page = path.join(root, 'docs/page.md');
    writeFileSync(page, 'edited by hand\n');
    expect(await generate(root, list, 'check')).toEqual(['docs/page.md']);
    expect(readFileSync(page, 'utf8')).toBe('edited by hand\n');
  });

  it('that are right are not written again', async () => {
    await generate(root, list, 'write');
    const before = statSync(path.join(root, 'docs/page.md'), { bigint: true }).mtimeNs;
    await generate(root, list, 'write');
    expect(statSync(path.join(root, 'docs/page.md'), { bigint: true }).mtimeNs).toBe(before);
  });
});
