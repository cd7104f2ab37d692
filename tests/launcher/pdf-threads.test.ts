/** The threads that draw PDFs, as an installation runs them: from the bundle. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Line, keptLog, linesWith } from '@usher/kit/testing-log';
import { type DrawJob, openThreads, type Threads } from '@usher/tickets/pdf-threads';
import type { TicketSheet } from '@usher/tickets/ticket-sheet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../run/prepare.mjs';

const PROGRAM = new URL('../../dist/pdf-thread.mjs', import.meta.url);
const folder = mkdtempSync(path.join(tmpdir(), 'usher-threads-'));
const kept = keptLog();
let threads: Threads;
beforeAll(async () => {
  await build({ web: false });
  threads = openThreads({ count: 1, log: kept.log, program: PROGRAM });
}, 60_000);
afterAll(async () => {
  await threads.close();
  rmSync(folder, { recursive: true });
});

describe('threads that draw PDFs', () => {
  it('leave the loop of their process free while they draw', async () => {
    // Opening typefaces would count as well: the first file is drawn before.
    await threads.draw(job(1));
    let turns = 0;
    let drawn = false;
    const turn = (): void => {
      turns += 1;
      if (!drawn) setImmediate(turn);
    };
    setImmediate(turn);
    const pdf = await threads.draw(job(40));
    drawn = true;
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1').match(/\/Type \/Page\n/g)).toHaveLength(40);
    // Drawn on the caller's thread it would be none.
    expect(turns).toBeGreaterThan(200);
  });

  it('go on after a file that cannot be drawn', async () => {
    const [sheet] = job(1).sheets;
    if (!sheet) throw new Error('a job has a sheet');
    const nowhere = { ...sheet, event: { ...sheet.event, timeZone: 'Nowhere/Land' } };
    await expect(threads.draw({ sheets: [nowhere], nowMs: Date.now() })).rejects.toThrow('Nowhere/Land');
    expect((await threads.draw(job(1))).length).toBeGreaterThan(1_000);
  });

  it('fail the file that takes too much memory, and nothing else', async () => {
    const takesAll =
      'const all = []; export const draw = () => { for (;;) all.push(Array.from({ length: 1e5 }, () => ({}))); };';
    const greedy = openThreads({ count: 1, log: kept.log, program: programOf(takesAll) });
    await expect(greedy.draw(job(1))).rejects.toThrow(/memory/);
    await greedy.close();
    expect((await threads.draw(job(1))).length).toBeGreaterThan(1_000);
  });

  it('are missed in the log, and by nobody else, where their program does not start', async () => {
    const broken = openThreads({ count: 1, log: kept.log, program: programOf("throw new Error('no such typeface');") });
    const drawing = broken.draw(job(1)).then(
      () => 'drawn',
      () => 'failed',
    );
    await expect.poll(() => linesWith(kept.lines, 'no such typeface') satisfies Line[]).not.toHaveLength(0);
    await broken.close();
    expect(await drawing).toBe('failed');
  });
});

function programOf(text: string): URL {
  const file = path.join(folder, `${text.length}.mjs`);
  writeFileSync(file, text);
  return pathToFileURL(file);
}

function job(pages: number): DrawJob {
  const sheet: TicketSheet = {
    ticketId: '0197e1a0-1111-7000-8000-00000000000a',
    code: 'UT1.0123456789abcdef',
    shortCode: 'K7QF-2M9T',
    orderReference: 'USH-4F7K2P',
    event: { name: 'Northern Lights', startsAt: '2027-05-01T18:00:00Z', timeZone: 'Europe/Berlin' },
    venue: { name: 'Grand Theatre', address: 'Unter den Linden 7', city: 'Berlin', country: 'DE' },
    organization: { name: 'Lantern Stage' },
    seat: { section: 'Stalls', row: 'F', number: '12' },
    area: null,
    tier: { key: 'standard', name: 'Standard' },
    price: { amount: 4550, currency: 'EUR' },
    holder: { firstName: 'Ada', lastName: 'Lovelace' },
    accessible: false,
    locale: 'en-GB',
  };
  return { sheets: Array.from({ length: pages }, () => sheet), nowMs: Date.parse('2026-11-21T09:00:00Z') };
}
