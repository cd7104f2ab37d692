/**
 * `npm run screenshots [-- NAME ...]`: looks at the pages of a freshly started demo, wide and narrow, light and dark, and writes what
 * it sees to screenshots/, which git ignores. The ones the README shows go to docs/screenshots/, small enough to keep.
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { launch } from '../tests/browser/chromium.ts';
import { choosesSeats, holdsThem, paysWith, seesTickets, tellsWho } from '../tests/browser/purchase-steps.ts';
import { enters, signsIn } from '../tests/browser/visitor.ts';
import { openWorld } from '../tests/world.ts';

const root = path.resolve(import.meta.dirname, '..');
const EVENT = 'the-tempest';
const STADIUM = 'northern-lights-live';
const README_WIDTH = 1_000;

/** Name of the page and of its file, and of the look the README shows, if it does. */
const inReadme: Readonly<Record<string, string>> = {
  home: '1280-light',
  'seat-map': '1280-light',
  'stadium-map': '1280-dark',
  ticket: '390-light',
  dashboard: '1280-light',
  'new-venue': '1280-dark',
};

interface Shown {
  readonly name: string;
  readonly at: string;
  readonly as: State;
  /** Something that is there when the page is complete. */
  readonly until?: string;
  /** What the picture is about, where it is not the top of the page. */
  readonly about?: string;
}
type State = Awaited<ReturnType<Awaited<ReturnType<typeof enters>>['context']['storageState']>> | undefined;

const wanted = process.argv.slice(2);
const world = await openWorld();
const browser = await launch();
try {
  if (wanted.length === 0) await rm(path.join(root, 'screenshots'), { recursive: true, force: true });
  await mkdir(path.join(root, 'screenshots'), { recursive: true });
  await mkdir(path.join(root, 'docs/screenshots'), { recursive: true });
  const pages = (await prepare(browser)).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  for (const width of [1280, 390])
    for (const scheme of ['light', 'dark'] as const)
      for (const shown of pages) await look(browser, shown, width, scheme);
} finally {
  await browser.close();
  await world.stop();
}

/** Buys, signs in, and knows afterwards where everything is. */
async function prepare(chromium: Browser): Promise<Shown[]> {
  const buyer = await enters(chromium, { url: world.url });
  await choosesSeats(buyer.page, EVENT, 2);
  await holdsThem(buyer.page);
  await tellsWho(buyer.page);
  await paysWith(buyer.page, 'Card that works');
  await seesTickets(buyer.page, 2);
  const order = buyer.page.url();
  await buyer.page.getByRole('link', { name: /^Show tickets/ }).click();
  await buyer.page.waitForURL(/\/tickets\//);
  const ticket = buyer.page.url();
  await choosesSeats(buyer.page, EVENT, 2);
  await holdsThem(buyer.page);
  const details = buyer.page.url();
  await choosesSeats(buyer.page, 'letters-to-the-sea', 2);
  await holdsThem(buyer.page);
  await tellsWho(buyer.page);
  const payment = buyer.page.url();
  const guest = await buyer.context.storageState();
  const [organizer, operator, admin] = await Promise.all(
    ['organizer', 'operator', 'admin'].map((login) => signedIn(chromium, `${login}@usher.test`)),
  );
  const eventId = await idOf(EVENT);
  return [
    { name: 'home', at: '/', as: undefined },
    { name: 'search', at: '/events?category=theatre', as: undefined },
    { name: 'event', at: `/events/${EVENT}`, as: undefined },
    { name: 'seat-map', at: `/events/${EVENT}/seats`, as: undefined, until: 'text=/seats free/' },
    { name: 'seat-list', at: `/events/${EVENT}/seats?view=list`, as: undefined, until: 'main summary' },
    { name: 'stadium-map', at: `/events/${STADIUM}/seats`, as: undefined, until: 'text=/seats free/' },
    { name: 'details', at: details, as: guest },
    { name: 'payment', at: payment, as: guest },
    { name: 'order', at: order, as: guest },
    { name: 'ticket', at: ticket, as: guest },
    { name: 'my-tickets', at: '/tickets', as: guest },
    { name: 'my-events', at: '/organizer', as: organizer },
    { name: 'dashboard', at: `/organizer/events/${eventId}`, as: organizer },
    { name: 'new-venue', at: '/organizer/venues/new', as: organizer, until: 'canvas', about: 'canvas' },
    { name: 'door', at: `/door/${eventId}`, as: operator },
    { name: 'health', at: '/admin', as: admin },
  ];
}

async function signedIn(chromium: Browser, email: string): Promise<State> {
  const { page, context } = await enters(chromium, { url: world.url });
  await signsIn(page, email);
  return context.storageState();
}

async function idOf(slug: string): Promise<string> {
  return ((await (await fetch(`${world.url}/api/events/${slug}`)).json()) as { id: string }).id;
}

async function look(chromium: Browser, shown: Shown, width: number, scheme: 'light' | 'dark'): Promise<void> {
  const { name, at, as, until } = shown;
  const { page, context } = await enters(chromium, { url: world.url, width, scheme, ...(as ? { as } : {}) });
  await page.goto(at, { waitUntil: 'networkidle' }).catch(() => undefined);
  if (until !== undefined) await page.locator(until).first().waitFor({ state: 'attached' });
  if (shown.about !== undefined) await page.locator(shown.about).first().scrollIntoViewIfNeeded();
  await settled(page);
  const file = path.join(root, `screenshots/${name}-${width}-${scheme}.png`);
  const picture = await page.screenshot({ path: file });
  if (inReadme[name] === `${width}-${scheme}`)
    await sharp(picture)
      .resize({ width: Math.min(width, README_WIDTH) })
      .webp({ quality: 82 })
      .toFile(path.join(root, `docs/screenshots/${name}.webp`));
  console.log(path.relative(root, file));
  await context.close();
}

/** Pictures decoded and a frame or two drawn. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(700);
}
