/** What goes wrong by itself: time that runs out, a relay that refuses. On an installation of its own, set up for it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type MailRelay, startMailRelay } from '@usher/stand-ins/mail-relay';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenWorld, openWorld } from '../world.ts';
import { chromium, launch } from './chromium.ts';
import { choosesSeats, holdsThem, tellsWho } from './purchase-steps.ts';
import { enters, signsIn } from './visitor.ts';

/** Long enough to type an address, short enough to wait for. */
const HOLD_SECONDS = 15;
const FOR_GOOD = 550;

describe.skipIf(chromium === undefined)('trouble in the browser', () => {
  let browser: Browser;
  let relay: MailRelay;
  let world: OpenWorld;
  let store: string;

  beforeAll(async () => {
    store = await mkdtemp(path.join(tmpdir(), 'usher-relay-'));
    relay = await startMailRelay({ store });
    world = await openWorld({ HOLD_SECONDS: String(HOLD_SECONDS), SMTP_URL: relay.smtpUrl });
    browser = await launch();
  });

  afterAll(async () => {
    await browser.close();
    await world.stop();
    await relay.close();
    await rm(store, { recursive: true });
  });

  it('shows an admin the mail that could not be sent and why, and sends it when asked', async () => {
    relay.failNext(1, FOR_GOOD, 'customer@usher.test');
    const reader = await enters(browser, { url: world.url });
    await reader.page.goto('/password-reset');
    await reader.page.getByLabel('E-mail').fill('customer@usher.test');
    await reader.page.getByRole('button', { name: /link/i }).click();
    await reader.page
      .getByText(/on its way/i)
      .first()
      .waitFor();
    await reader.leaves();

    const admin = await enters(browser, { url: world.url });
    const { page } = admin;
    await signsIn(page, 'admin@usher.test');
    await page.goto('/admin');
    await page.getByText('Working').first().waitFor();
    await admin.looksAround('health');
    await expect
      .poll(
        async () => {
          await page.goto('/admin/mail');
          return page.getByRole('button', { name: /^Retry/ }).count();
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    await page
      .getByText(/refused|A failure on order/i)
      .first()
      .waitFor();
    await admin.looksAround('failed mail');
    expect(relay.messages().filter(({ to }) => JSON.stringify(to).includes('customer@usher.test'))).toEqual([]);
    await page.getByRole('button', { name: /^Retry/ }).click();
    await expect
      .poll(() => relay.messages().filter(({ to }) => JSON.stringify(to).includes('customer@usher.test')).length, {
        timeout: 20_000,
      })
      .toBe(1);
    for (const [at, name] of [
      ['/admin/people', 'people'],
      ['/admin/organizations', 'organizations'],
    ] as const) {
      await page.goto(at);
      await admin.looksAround(name);
    }
    await admin.leaves();
  });

  it('says so when the time runs out in front of the buyer, keeps what was typed, and gets the same seats again', async () => {
    const visitor = await enters(browser, { url: world.url });
    const { page } = visitor;
    await choosesSeats(page, 'the-tempest', 2);
    await holdsThem(page);
    await page.getByLabel('E-mail').fill('late@example.com');
    await page.getByText('Your time is up, so the seats went back on sale.').waitFor({ timeout: HOLD_SECONDS * 3_000 });
    await visitor.looksAround('checkout after the time ran out');
    await page.getByRole('button', { name: 'Try to get the same seats' }).click();
    await page.getByRole('button', { name: 'Continue to payment' }).waitFor();
    expect(await page.getByLabel('E-mail').inputValue()).toBe('late@example.com');
    await tellsWho(page, { email: 'late@example.com' });
    await visitor.leaves();
  });
});
