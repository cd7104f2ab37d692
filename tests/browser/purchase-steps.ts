/** The steps of a purchase as a person takes them, from the seats to the tickets. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const BUYER = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };

/** Chooses so many free seats of the first row that has them, from the list; returns what the list calls them. */
export async function choosesSeats(page: Page, slug: string, count: number): Promise<string[]> {
  await page.goto(`/events/${slug}/seats?view=list`);
  await page.locator('main summary').first().click();
  await opensRowWith(page, count);
  const chosen: string[] = [];
  for (let taken = 0; taken < count; taken += 1) {
    const seat = freeSeats(page).first();
    chosen.push((await seat.getAttribute('aria-label')) ?? '');
    await seat.click();
  }
  return chosen;
}

/** Other buyers may have left a row with fewer seats than wanted: then the next one is opened. */
async function opensRowWith(page: Page, count: number): Promise<void> {
  const rows = page.getByRole('button', { name: /seats in row/ });
  await rows.first().waitFor();
  for (let row = 0; row < (await rows.count()); row += 1) {
    await rows.nth(row).click();
    await freeSeats(page).first().waitFor();
    if ((await freeSeats(page).count()) >= count) return;
  }
  throw new Error(`No row of the first section has ${count} free seats.`);
}

/** The seats of the open row that can still be chosen. */
export const freeSeats = (page: Page): Locator =>
  page.getByRole('group', { name: /^Seats of row/ }).locator('button[aria-pressed=false]');

/** Goes on with what is chosen: the seats are held from here. */
export async function holdsThem(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Continue · / }).click();
  await page.waitForURL(/\/checkout\/holds\//);
}

/** Says who buys, and goes on to pay. */
export async function tellsWho(page: Page, buyer: Partial<typeof BUYER> = {}): Promise<void> {
  const { email, firstName, lastName } = { ...BUYER, ...buyer };
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('First name').fill(firstName);
  await page.getByLabel('Last name').fill(lastName);
  await goesToPay(page);
}

/** Goes on to pay with details that are there already. */
export async function goesToPay(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await page.getByRole('button', { name: /^Pay / }).waitFor();
}

/** Pays with one of the test cards, named as on the page. */
export async function paysWith(page: Page, card: string): Promise<void> {
  await page.getByRole('radio', { name: card }).check();
  await page.getByRole('button', { name: /^Pay / }).click();
}

/** Waits until the tickets are on the page. */
export async function seesTickets(page: Page, count: number): Promise<void> {
  await page.getByRole('heading', { name: 'You’re going' }).waitFor();
  await page.getByRole('heading', { name: count === 1 ? '1 ticket' : `${count} tickets` }).waitFor();
  await page.getByRole('link', { name: /^Show ticket/ }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/orders\/[\w-]+$/);
}
