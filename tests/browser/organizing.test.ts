/** An evening's work of an organizer: a house, an event, on sale; and what a stranger sees of it. */
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { chromium, launch } from './chromium.ts';
import { choosesSeats, holdsThem, paysWith, seesTickets, tellsWho } from './purchase-steps.ts';
import { enters, signsIn, type Visitor } from './visitor.ts';

describe.skipIf(chromium === undefined)('organizing in the browser', () => {
  const { url } = inject('world');
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });

  afterAll(() => browser.close());

  it('draws a venue, makes an event, publishes it, and sees it sell', async () => {
    const organizer = await enters(browser, { url });
    const { page } = organizer;
    await signsIn(page, 'organizer@usher.test');
    await page.goto('/organizer');
    await organizer.looksAround('my events');

    await drawsVenue(organizer);
    await makesEvent(organizer);
    const eventPage = page.url();

    await page.getByRole('link', { name: /Preview/ }).click();
    await page.getByRole('heading', { level: 1, name: 'An Evening of Echoes' }).waitFor();
    await page.goto(eventPage);
    await page.getByRole('button', { name: /^Publish/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Publish/ })
      .click();
    await page.getByText('On sale').first().waitFor();

    await buysTwo(browser, url);
    await expect
      .poll(async () => (await page.locator('main').innerText()).replace(/\s+/g, ' '), { timeout: 15_000 })
      .toMatch(/2 of 120|2 sold|Sold 2/i);
    await organizer.looksAround('dashboard');
    await page.goto('/organizer/orders');
    await page.getByText('Ada Lovelace').first().waitFor();
    await organizer.looksAround('orders');
    await organizer.leaves();
  });

  it('shows a draft to nobody else', async () => {
    const stranger = await enters(browser, { url });
    await stranger.page.goto('/organizer');
    expect(new URL(stranger.page.url()).pathname).toBe('/login');
    await stranger.leaves();
    const customer = await enters(browser, { url });
    await signsIn(customer.page, 'customer@usher.test');
    const answer = await customer.page.goto('/organizer');
    expect(answer?.status()).toBe(403);
    await customer.looksAround('page one may not see');
    await customer.leaves();
  });
});

/** A small theatre, seen before it is saved. */
async function drawsVenue(organizer: Visitor): Promise<void> {
  const { page } = organizer;
  await page.goto('/organizer/venues/new');
  await page.getByLabel('Name of the venue').fill('The Velvet Room');
  await page.getByLabel('Address').fill('Lindenstraße 4');
  await page.getByLabel('City').fill('Leipzig');
  await page.getByLabel('Country').fill('Germany');
  await page.getByLabel('Time zone').selectOption('Europe/Berlin');
  await page.getByLabel('Seats', { exact: true }).fill('120');
  await page
    .getByText(/120 seats/)
    .first()
    .waitFor();
  await organizer.looksAround('new venue');
  await page.getByRole('button', { name: /^Save|^Create/ }).click();
  await page.waitForURL(/\/organizer\/venues\/[\w-]{36}/);
  await organizer.looksAround('venue');
}

/** A draft with a picture, begun from the venue, ending on its own page. */
async function makesEvent(organizer: Visitor): Promise<void> {
  const { page } = organizer;
  await page.getByRole('link', { name: 'Create an event here' }).click();
  await page.waitForURL(/\/organizer\/events\/new/);
  await page.getByLabel('Name', { exact: true }).fill('An Evening of Echoes');
  await page.getByLabel('Category').fill('Concert');
  await page.getByLabel(/^Description/).fill('Songs for a small room.\n\nDoors at seven.');
  await page.getByLabel('Starts').fill('2027-05-01T20:00');
  const prices = page.getByLabel('Price', { exact: true });
  for (let tier = 0; tier < (await prices.count()); tier += 1) await prices.nth(tier).fill(`${30 - tier * 10}`);
  const picture = await sharp({ create: { width: 800, height: 450, channels: 3, background: '#4a3fd1' } })
    .png()
    .toBuffer();
  await page
    .getByLabel('Choose a picture')
    .setInputFiles({ name: 'echoes.png', mimeType: 'image/png', buffer: picture });
  await organizer.looksAround('new event');
  await page.getByRole('button', { name: /draft/i }).last().click();
  await page.waitForURL(/\/organizer\/events\/[\w-]{36}/);
  await page.getByRole('heading', { level: 1, name: 'An Evening of Echoes' }).waitFor();
  await organizer.looksAround('draft');
}

/** Somebody who knows only the name finds the event and buys two seats. */
async function buysTwo(browser: Browser, url: string): Promise<void> {
  const buyer = await enters(browser, { url, width: 390, scheme: 'dark' });
  await buyer.page.goto('/events?q=Echoes');
  await buyer.page
    .getByRole('link', { name: /An Evening of Echoes/ })
    .first()
    .waitFor();
  await buyer.looksAround('search');
  await buyer.page
    .getByRole('link', { name: /An Evening of Echoes/ })
    .first()
    .click();
  await buyer.page.waitForURL(/\/events\/an-evening/);
  await expect
    .poll(() => buyer.page.locator('main').innerText(), { timeout: 20_000 })
    .toContain('Saturday 1 May 2027, 20:00');
  const slug = new URL(buyer.page.url()).pathname.split('/').pop() ?? '';
  await choosesSeats(buyer.page, slug, 2);
  await holdsThem(buyer.page);
  await tellsWho(buyer.page);
  await paysWith(buyer.page, 'Card that works');
  await seesTickets(buyer.page, 2);
  await buyer.leaves();
}
