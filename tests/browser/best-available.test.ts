/** Seats chosen for a buyer: held before they are seen, others for the asking, and a hand for who leaves one seat over. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { guest } from '../callers.ts';
import type { Availability } from '../shapes.ts';
import { hold, openStage, type Stage } from '../stage.ts';
import { chromium, launch } from './chromium.ts';
import { focusedName, tabsTo } from './keyboard.ts';
import { freeSeats, holdsThem, paysWith, seesTickets, tellsWho } from './purchase-steps.ts';
import { enters } from './visitor.ts';

/** Seats of the row that others hold: two are left at each end. */
const MIDDLE = [2, 3, 4, 5, 6, 7];

describe.skipIf(chromium === undefined)('best available in the browser', () => {
  const { url } = inject('world');
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });

  afterAll(() => browser.close());

  it('finds seats, holds them at once, holds others before it lets them go, and sells what was taken', async () => {
    const stage = await openStage();
    const visitor = await enters(browser, { url, width: 390 });
    const { page } = visitor;
    await page.goto(seatsOf(stage));
    await freeCount(page, 60);
    await page.getByLabel('How many seats together').selectOption('4');
    await page.getByRole('button', { name: 'Find seats' }).click();
    const first = await offerOf(page);
    expect(first).toMatch(
      /^Stalls, row [A-F], seats \d to \d+\s€180\.00\s+Already held until \d\d:\d\d · \d:\d\d left/,
    );
    await expect.poll(() => heldOf(stage)).toBe(4);
    await visitor.looksAround('seats that were found');

    const offers = new Set([placesOf(first)]);
    while (await page.getByRole('button', { name: 'Other seats' }).isVisible()) {
      const before = await offerOf(page);
      await page.getByRole('button', { name: 'Other seats' }).click();
      await expect.poll(() => offerOf(page).then(placesOf)).not.toBe(placesOf(before));
      offers.add(placesOf(await offerOf(page)));
    }
    expect(offers.size).toBe(5);
    await expect.poll(() => heldOf(stage)).toBe(4);

    const last = placesOf(await offerOf(page));
    await page.getByRole('link', { name: 'Take these' }).click();
    await page.waitForURL(/\/checkout\/holds\//);
    // Seat by seat in the order's summary, which a narrow screen keeps folded.
    const row = last.slice(0, last.indexOf(', seats'));
    await page
      .getByText(new RegExp(`^${row}, seat \\d+$`))
      .nth(3)
      .waitFor({ state: 'attached' });
    await tellsWho(page);
    await paysWith(page, 'Card that works');
    await seesTickets(page, 4);
    await visitor.leaves();
  });

  it('can be done with the keyboard alone, tells who listens, and gives the seats back when they are not wanted', async () => {
    const stage = await openStage({ rows: 2 });
    const visitor = await enters(browser, { url, scheme: 'dark' });
    const { page } = visitor;
    await page.goto(seatsOf(stage));
    await freeCount(page, 20);
    await tabsTo(page, /^Find seats/);
    await page.keyboard.press('Enter');
    await page
      .getByRole('status')
      .filter({ hasText: /^Found and held for you: Stalls, row [AB], seat \d+, €45\.00\.$/ })
      .waitFor({ state: 'attached' });
    expect(await focusedName(page)).toBe('Found for you');
    await visitor.looksAround('one seat that was found');
    await tabsTo(page, /^Let these seats go/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Find seats' }).waitFor();
    await expect.poll(() => focusedName(page)).toBe('Find seats');
    await expect.poll(() => heldOf(stage)).toBe(0);
    await visitor.leaves();
  });

  it('says when seats are apart, and offers what is nearest when there are too few', async () => {
    const stage = await openStage({ rows: 1 });
    const row = stage.takeSeats(10);
    await hold(
      await guest(),
      stage,
      MIDDLE.map((seat) => row[seat] ?? ''),
    );
    const visitor = await enters(browser, { url });
    const { page } = visitor;
    await page.goto(seatsOf(stage));
    await freeCount(page, 4);
    await page.getByLabel('How many seats together').selectOption('5');
    await page.getByLabel('Price').selectOption({ label: 'Stalls €45' });
    await page.getByRole('button', { name: 'Find seats' }).click();
    await page.getByText('There aren’t 5 seats at this price any more.').filter({ visible: true }).first().waitFor();
    await page.getByRole('button', { name: 'Show the next price, €25' }).waitFor();
    await visitor.looksAround('too few seats');
    await page.getByRole('button', { name: 'Try 4' }).click();
    expect(await offerOf(page)).toContain('Stalls, row A, seats 1, 2, 9 and 10');
    expect(await offerOf(page)).toContain('4 seats in one row, but not all side by side.');
    await page.getByRole('button', { name: 'Let these seats go' }).click();
    expect(await page.getByLabel('How many seats together').inputValue()).toBe('4');
    await visitor.leaves();
  });

  it('works before the page has woken up: the form is a form', async () => {
    const stage = await openStage({ rows: 2 });
    const visitor = await enters(browser, { url, width: 390, script: false });
    const { page } = visitor;
    await page.goto(seatsOf(stage));
    await page.getByLabel('How many seats together').selectOption('3');
    await page.getByRole('button', { name: 'Find seats' }).click();
    const first = placesOf(await offerOf(page));
    await page.getByRole('button', { name: 'Other seats' }).click();
    expect(placesOf(await offerOf(page))).not.toBe(first);
    expect(await heldOf(stage)).toBe(3);
    await page.getByRole('link', { name: 'Take these' }).click();
    await tellsWho(page);
    await visitor.leaves();
  });

  it('moves a choice that would leave a single seat, once the buyer has seen where to', async () => {
    const stage = await openStage({ rows: 1, orphanRule: 'on' });
    const visitor = await enters(browser, { url });
    const { page } = visitor;
    await page.goto(`${seatsOf(stage)}?view=list`);
    await page.locator('main summary').first().click();
    await page.getByRole('button', { name: 'Choose seats in row A' }).click();
    await freeSeats(page).nth(8).click();
    await page.getByRole('button', { name: /^Continue · 1 seat/ }).click();
    await page
      .getByText('This would leave a single empty seat at the end of row A.')
      .filter({ visible: true })
      .waitFor();
    await page.getByText('Move one seat to the left?').filter({ visible: true }).waitFor();
    await visitor.looksAround('a single seat left over');
    await page.getByRole('button', { name: 'Move for me' }).click();
    await page.getByText('Stalls, row A, seat 8 instead.').filter({ visible: true }).first().waitFor();
    expect(await heldOf(stage)).toBe(0);
    await page.getByRole('button', { name: 'Take this seat' }).click();
    await holdsThem(page);
    await page.getByText('Stalls, row A, seat 8').filter({ visible: true }).first().waitFor();
    await tellsWho(page);
    await visitor.leaves();
  });
});

const seatsOf = ({ event }: Stage): string => `/events/${event.slug}/seats`;

async function freeCount(page: Page, count: number): Promise<void> {
  await page
    .getByText(new RegExp(`^${count + 30} (places|seats) free`))
    .first()
    .waitFor();
}

/** What is found, as it is read. */
const offerOf = (page: Page): Promise<string> => page.getByRole('region', { name: 'Found for you' }).innerText();

const placesOf = (offer: string): string => offer.split('\n')[0] ?? '';

/** How many seats of the stage anybody holds. */
async function heldOf(stage: Stage): Promise<number> {
  const buyer = await guest();
  const { seats } = (await buyer.get(`/events/${stage.event.id}/availability`)).is<Availability>(200);
  return [...Buffer.from(seats, 'base64')].reduce(
    (sum, byte) => sum + [0, 2, 4, 6].filter((shift) => ((byte >> shift) & 3) === 1).length,
    0,
  );
}
