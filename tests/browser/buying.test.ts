/** Buying, from an address somebody was given to a ticket on the phone. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { chromium, launch } from './chromium.ts';
import { choosesSeats, goesToPay, holdsThem, paysWith, seesTickets, tellsWho } from './purchase-steps.ts';
import { enters } from './visitor.ts';

describe.skipIf(chromium === undefined)('buying in the browser', () => {
  const { url } = inject('world');
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });

  afterAll(() => browser.close());

  it('takes a guest from the home page to tickets, on a phone', async () => {
    const visitor = await enters(browser, { url, width: 390 });
    const { page } = visitor;
    await page.goto('/');
    await visitor.looksAround('home');
    await page
      .getByRole('link', { name: /Tempest/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: 'The Tempest' }).waitFor();
    await visitor.looksAround('event page');
    await page
      .getByRole('link', { name: /^Choose seats/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: 'The Tempest' }).waitFor();
    await page
      .getByText(/\d+ seats free/)
      .first()
      .waitFor();
    await visitor.looksAround('seat map');
    const seats = await choosesSeats(page, 'the-tempest', 2);
    await visitor.looksAround('seat list');
    await holdsThem(page);
    await visitor.looksAround('checkout, details');
    await tellsWho(page);
    await visitor.looksAround('checkout, payment');
    await paysWith(page, 'Card that works');
    await seesTickets(page, 2);
    await visitor.looksAround('confirmation');
    await page.getByRole('link', { name: 'Show tickets' }).click();
    await page.getByRole('img', { name: /Code of/ }).waitFor();
    await visitor.looksAround('ticket');
    await page.goto('/tickets');
    await page.getByText('The Tempest').first().waitFor();
    expect(seats).toHaveLength(2);
    await visitor.looksAround('my tickets');
    await visitor.leaves();
  });

  it('lets somebody register on the way and find order and tickets in the account', async () => {
    const visitor = await enters(browser, { url, scheme: 'dark' });
    const { page } = visitor;
    const email = `register-${process.pid}@example.com`;
    await page.goto('/register');
    await visitor.looksAround('register');
    await page.getByLabel('First name').fill('Grace');
    await page.getByLabel('Last name').fill('Hopper');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('nine brave otters juggle');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL(`${url}/`);
    await choosesSeats(page, 'letters-to-the-sea', 1);
    await holdsThem(page);
    expect(await page.getByLabel('E-mail').inputValue()).toBe(email);
    expect(await page.getByLabel('First name').inputValue()).toBe('Grace');
    await goesToPay(page);
    await paysWith(page, 'Card that works');
    await seesTickets(page, 1);
    await page.goto('/orders');
    await page.getByText('Letters to the Sea').first().waitFor();
    await visitor.looksAround('my orders');
    await page.goto('/account');
    await visitor.looksAround('account');
    await visitor.leaves();
  });

  it('keeps the seats when a card is declined, and sells them with the next', async () => {
    const visitor = await enters(browser, { url, width: 390, scheme: 'dark' });
    const { page } = visitor;
    await choosesSeats(page, 'the-cherry-orchard', 2);
    await holdsThem(page);
    await tellsWho(page);
    await paysWith(page, 'Card that is declined');
    await page
      .getByText(/Nothing was charged/)
      .first()
      .waitFor();
    await visitor.looksAround('declined payment');
    await paysWith(page, 'Card that works');
    await seesTickets(page, 2);
    await visitor.leaves();
  });

  it('goes to the bank and back when the bank asks, and believes only what the bank says', async () => {
    const visitor = await enters(browser, { url });
    const { page } = visitor;
    await choosesSeats(page, 'the-cherry-orchard', 1);
    await holdsThem(page);
    await tellsWho(page);
    await paysWith(page, 'Card that asks the bank first');
    await page.getByText(/Your bank asks you to confirm/).waitFor();
    await visitor.looksAround('bank asks');
    await page.getByRole('link', { name: 'Confirm with my bank' }).click();
    await page.getByRole('button', { name: /approve/i }).click();
    await seesTickets(page, 1);
    await visitor.leaves();
  });

  it('is one order and one payment, however often the button is pressed, and after Back still is', async () => {
    const visitor = await enters(browser, { url });
    const { page } = visitor;
    await choosesSeats(page, 'letters-to-the-sea', 1);
    await page.getByRole('button', { name: /^Continue · / }).dblclick();
    await page.waitForURL(/\/checkout\/holds\//);
    await tellsWho(page);
    await page.getByRole('radio', { name: 'Card that works' }).check();
    await page.getByRole('button', { name: /^Pay / }).dblclick();
    await seesTickets(page, 1);
    const paid = page.url();
    await page.goBack();
    await page.waitForURL(paid);
    await page.goto('/orders');
    expect(await page.getByText('Letters to the Sea').count()).toBe(1);
    await visitor.leaves();
  });
});
