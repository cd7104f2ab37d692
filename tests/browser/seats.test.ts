/** Seats under the eyes of a crowd: who is first, who is told, and what can be done without a mouse. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { chromium, launch } from './chromium.ts';
import { focusedName, tabsTo } from './keyboard.ts';
import { choosesSeats, freeSeats, holdsThem, seesTickets, tellsWho } from './purchase-steps.ts';
import { enters } from './visitor.ts';

describe.skipIf(chromium === undefined)('seats in the browser', () => {
  const { url } = inject('world');
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });

  afterAll(() => browser.close());

  it('gives a seat two buyers want to the first, and tells the other kindly, on a map that is up to date', async () => {
    const first = await enters(browser, { url });
    const second = await enters(browser, { url, width: 390 });
    const [wanted = ''] = await choosesSeats(first.page, 'swan-lake-reduced', 1);
    const [same = ''] = await choosesSeats(second.page, 'swan-lake-reduced', 1);
    expect(same).toBe(wanted);
    await Promise.all(
      [first, second].map(({ page }) => page.getByRole('button', { name: /^Continue · 1 seat/ }).click()),
    );
    const isFirst = await Promise.race([
      first.page.waitForURL(/\/checkout\/holds\//).then(() => true),
      second.page.waitForURL(/\/checkout\/holds\//).then(() => false),
    ]);
    const loser = (isFirst ? second : first).page;
    await loser
      .getByText(/just taken/i)
      .filter({ visible: true })
      .first()
      .waitFor();
    expect(loser.url()).toContain('/seats');
    const offered = await freeSeats(loser).evaluateAll((seats) => seats.map((seat) => seat.getAttribute('aria-label')));
    expect(offered.length).toBeGreaterThan(0);
    expect(offered).not.toContain(wanted);
    await (isFirst ? second : first).looksAround('seat page after a lost seat');
    await first.leaves();
    await second.leaves();
  });

  it('shows a seat that somebody else takes as gone without being asked', async () => {
    const watcher = await enters(browser, { url });
    const buyer = await enters(browser, { url });
    const [taken = ''] = await choosesSeats(buyer.page, 'avenue-of-tomorrow', 1);
    await watcher.page.goto('/events/avenue-of-tomorrow/seats?view=list');
    await watcher.page.locator('main summary').first().click();
    await watcher.page
      .getByRole('button', { name: /^Choose seats in row/ })
      .first()
      .click();
    const seat = watcher.page.getByRole('button', { name: taken, exact: true });
    const before = await freeSeats(watcher.page).count();
    await holdsThem(buyer.page);
    await expect.poll(() => freeSeats(watcher.page).count(), { timeout: 10_000 }).toBe(before - 1);
    expect(await seat.count()).toBe(0);
    await watcher.leaves();
    await buyer.leaves();
  });

  it('sells seats on the map to somebody who uses the keyboard only', async () => {
    const visitor = await enters(browser, { url });
    const { page } = visitor;
    await page.goto('/events/the-wizard-under-the-stairs/seats');
    await page
      .getByText(/\d+ seats free/)
      .first()
      .waitFor();
    await page.getByRole('grid').waitFor({ state: 'attached' });
    await tabsTo(page, /^Row|^Section|seats free from/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('f');
    expect(await focusedName(page)).toMatch(/seat \d+.*free/i);
    await page.keyboard.press('Space');
    await page.keyboard.press('f');
    await page.keyboard.press('Space');
    await tabsTo(page, /^Continue · 2 seats/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/checkout\/holds\//);
    for (const [field, text] of [
      [/^E-mail/, 'keys@example.com'],
      [/^First name/, 'Keanu'],
      [/^Last name/, 'Board'],
    ] as const) {
      await tabsTo(page, field);
      await page.keyboard.type(text);
    }
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Pay / }).waitFor();
    await tabsTo(page, /^Card that works/);
    await page.keyboard.press('Space');
    await tabsTo(page, /^Pay /);
    await page.keyboard.press('Enter');
    await seesTickets(page, 2);
    await visitor.leaves();
  });

  it('keeps what a buyer held when he goes back to look at the map again', async () => {
    const visitor = await enters(browser, { url });
    const { page } = visitor;
    await choosesSeats(page, 'letters-to-the-sea', 2);
    await holdsThem(page);
    const held = page.url();
    await page.goBack();
    await page.getByRole('button', { name: /^Continue · 2 seats/ }).click();
    await page.waitForURL(held);
    await tellsWho(page);
    await visitor.leaves();
  });
});
