/** A waiting room as the people in it see it: who gets in, who keeps their place, and who is sent there first. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { eventually, guest, organizer } from '../callers.ts';
import { openStage, type Stage, type StageWishes } from '../stage.ts';
import { chromium, launch } from './chromium.ts';
import { freeSeats, holdsThem } from './purchase-steps.ts';
import { enters } from './visitor.ts';

/** What a page may weigh that a hundred thousand people load at once. */
const PAGE_BYTES_MAX = 30_000;

describe.skipIf(chromium === undefined)('the waiting room in the browser', () => {
  const { url } = inject('world');
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });

  afterAll(() => browser.close());

  it('leads a guest from the event to the seats, who holds some with the pass they got', async () => {
    const { slug } = await roomAt({});
    const visitor = await enters(browser, { url, width: 390 });
    const { page } = visitor;
    await page.goto(`/events/${slug}`);
    await page.getByRole('button', { name: 'Join the waiting room' }).click();
    await getsIn(page, slug);
    await choosesASeat(page, slug);
    await holdsThem(page);
    await visitor.leaves();
  });

  it('is where somebody without a pass is sent, and leads back to what they had chosen', async () => {
    const { slug } = await roomAt({});
    const visitor = await enters(browser, { url });
    const { page } = visitor;
    const chosen = `?seats=3-4&map=1`;
    await page.goto(`/events/${slug}/seats${chosen}`);
    await page.getByText('We remember the seats you chose.').waitFor();
    expect(addressOf(page)).toBe(`/events/${slug}/queue${chosen}`);
    await visitor.looksAround('waiting room before joining');
    await page.getByRole('button', { name: 'Join the waiting room' }).click();
    await getsIn(page, slug);
    expect(addressOf(page)).toContain(chosen);
    await page.getByRole('button', { name: /^Continue · 2 seats/ }).click();
    await page.waitForURL(/\/checkout\/holds\//);
    await visitor.leaves();
  });

  it('keeps a place over reloads and tabs until the draw, and lets its holder in after it', async () => {
    const stage = await roomAt({ salesOpenAt: inAnHour() });
    const visitor = await enters(browser, { url, width: 390, scheme: 'dark' });
    const { page } = visitor;
    await page.goto(`/events/${stage.slug}`);
    await page.getByRole('button', { name: 'Join the waiting room' }).filter({ visible: true }).click();
    const isIn = page.getByRole('heading', { name: 'You’re in', exact: true });
    await isIn.waitFor();
    await expect.poll(() => page.title()).toContain('You’re in');
    await visitor.looksAround('waiting room before the draw');
    const own = await entryShown(page);
    await page.reload();
    expect(await entryShown(page)).toBe(own);
    const other = await visitor.context.newPage();
    await other.goto(`/events/${stage.slug}/queue`);
    expect(await entryShown(other)).toBe(own);
    await other.close();
    await opensNow(stage);
    const turn = page.getByRole('link', { name: 'Enter now' });
    await eventually('a turn', async () => {
      await page.reload();
      return (await turn.count()) > 0 || undefined;
    });
    await visitor.looksAround('waiting room at one’s turn');
    await turn.click();
    await page.waitForURL(`**/events/${stage.slug}/seats`);
    await visitor.leaves();
  });

  it('works without script, small enough for a crowd, and asks again by itself', async () => {
    const { slug } = await roomAt({ salesOpenAt: inAnHour() });
    const visitor = await enters(browser, { url, script: false });
    const { page } = visitor;
    await page.goto(`/events/${slug}/queue`);
    await page.getByRole('button', { name: 'Join the waiting room' }).click();
    await page.getByRole('heading', { name: 'You’re in', exact: true }).waitFor();
    const seconds = await page.locator('meta[http-equiv=refresh]').getAttribute('content');
    expect(Number(seconds)).toBeGreaterThan(0);
    const html = await page.content();
    expect(Buffer.byteLength(html)).toBeLessThan(PAGE_BYTES_MAX);
    await page.getByText('Leave the waiting room').click();
    await page.getByRole('button', { name: 'Give up my place' }).click();
    await page.waitForURL(`**/events/${slug}`);
    await page.goto(`/events/${slug}/queue`);
    await page.getByRole('button', { name: 'Join the waiting room' }).waitFor();
    await visitor.leaves();
  });

  it('has a device do the work where the event asks for it, and gives it its place then', async () => {
    const { slug } = await roomAt({ waitingRoomChallenge: true, salesOpenAt: inAnHour() });
    const visitor = await enters(browser, { url });
    const { page } = visitor;
    await page.goto(`/events/${slug}/queue`);
    await page.getByRole('button', { name: 'Join the waiting room' }).click();
    await page.getByRole('heading', { name: 'You’re in', exact: true }).waitFor();
    await visitor.leaves();
  });
});

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();
const addressOf = (page: Page): string => new URL(page.url()).pathname + new URL(page.url()).search;

/** An event of its own with a waiting room, known to every service. */
async function roomAt(wishes: StageWishes): Promise<Stage & { readonly slug: string }> {
  const stage = await openStage({ waitingRoom: 'on', ...wishes });
  const anybody = await guest();
  await eventually('the waiting room of a new event', async () => {
    const answer = await anybody.get(`/events/${stage.event.id}/queue`);
    return answer.status === 200 || undefined;
  });
  return { ...stage, slug: stage.event.slug };
}

/** The organizer opens sales at once. */
async function opensNow({ event }: Stage): Promise<void> {
  const salesOpenAt = new Date(Date.now() - 1_000).toISOString();
  (await (await organizer()).patch(`/events/${event.id}`, { body: { salesOpenAt } })).is(200);
}

/** Who joins an empty line is at the seats at once or a moment later. */
async function getsIn(page: Page, slug: string): Promise<void> {
  const enter = page.getByRole('link', { name: 'Enter now' });
  const seats = new RegExp(`/events/${slug}/seats`);
  await Promise.race([enter.waitFor(), page.waitForURL(seats)]);
  if (!seats.test(page.url())) await enter.click();
  await page.waitForURL(seats);
}

async function choosesASeat(page: Page, slug: string): Promise<void> {
  await page.goto(`/events/${slug}/seats?view=list`);
  await page.locator('main summary').first().click();
  await page
    .getByRole('button', { name: /seats in row/ })
    .first()
    .click();
  await freeSeats(page).first().click();
}

/** The number of one's entry, as the page tells it to who wants to check the draw. */
async function entryShown(page: Page): Promise<string | null> {
  const line = page.getByText('Your entry').locator('xpath=following-sibling::dd');
  return line.textContent();
}
