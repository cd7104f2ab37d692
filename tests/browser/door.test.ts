/** At the door: a real ticket's code before a camera, let in once. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { film } from './camera.ts';
import { chromium, launch } from './chromium.ts';
import { choosesSeats, holdsThem, paysWith, seesTickets, tellsWho } from './purchase-steps.ts';
import { enters, signsIn } from './visitor.ts';

describe.skipIf(chromium === undefined)('the door in the browser', () => {
  const { url } = inject('world');
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    browser = await launch();
    folder = await mkdtemp(path.join(tmpdir(), 'usher-film-'));
  });

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  it('admits a guest by camera, and refuses the second scan in words', async () => {
    const buyer = await enters(browser, { url });
    await choosesSeats(buyer.page, 'twelve-angry-jurors', 1);
    await holdsThem(buyer.page);
    await tellsWho(buyer.page);
    await paysWith(buyer.page, 'Card that works');
    await seesTickets(buyer.page, 1);
    const orderId = new URL(buyer.page.url()).pathname.split('/').pop() ?? '';
    const list = await buyer.page.evaluate(
      async (id) =>
        (await (await fetch(`/api/tickets?orderId=${id}`)).json()) as {
          items: { id: string; code: string; eventId: string }[];
        },
      orderId,
    );
    const ticket = list.items[0] ?? { id: '', code: '', eventId: '' };
    const code = await buyer.page.evaluate(async (id) => (await fetch(`/api/tickets/${id}/qr.svg`)).text(), ticket.id);
    await buyer.leaves();

    const video = path.join(folder, 'ticket.y4m');
    await film(code, video);
    const withCamera = await launch({ video });
    try {
      const operator = await enters(withCamera, { url, width: 390, camera: true });
      const { page } = operator;
      await signsIn(page, 'operator@usher.test');
      await page.goto('/door');
      await operator.looksAround('events at the door');
      await page.goto(`/door/${ticket.eventId}`);
      await page.getByLabel(/^Gate/).fill('North');
      await operator.looksAround('scan page');
      await page.getByRole('button', { name: 'Start scanning' }).click();
      // The film begins again: after the admission the same code is held up once more.
      await page
        .getByText(/^come in$/i)
        .first()
        .waitFor();
      await page
        .getByText(/^already in$/i)
        .first()
        .waitFor({ timeout: 30_000 });
      await operator.looksAround('verdict');
      await operator.leaves();
    } finally {
      await withCamera.close();
    }
  });

  it('takes a typed code too, without a camera and without script', async () => {
    const operator = await enters(browser, { url, width: 390, script: false });
    const { page } = operator;
    await signsIn(page, 'operator@usher.test');
    const events = await page.context().request.get('/api/events?q=twelve');
    const { items } = (await events.json()) as { items: { id: string }[] };
    await page.goto(`/door/${items[0]?.id ?? ''}`);
    await page.getByLabel('Ticket code').fill('this-is-no-ticket');
    await page.getByRole('button', { name: 'Check the code' }).click();
    await page.getByText(/^not a ticket$/i).waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(/isn’t one of ours/);
    await operator.leaves();
  });
});
