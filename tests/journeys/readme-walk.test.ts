import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { worldUrl } from '../callers.ts';

const README = path.resolve(import.meta.dirname, '../../README.md');

test('The walk with curl in the README ends inside the door', async () => {
  const section = /^## A walk with curl\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(readFileSync(README, 'utf8'))?.[1] ?? '';
  const script = Array.from(section.matchAll(/^```bash\n([\s\S]*?)^```$/gm), ([, block]) => block).join('\n');
  expect(script).toContain('curl');
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], USHER: worldUrl, TMPDIR: process.env['TMPDIR'] },
    timeout: 25_000,
  });
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('admitted');
});
