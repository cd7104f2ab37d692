/** Somebody at a browser of their own, who notices what a developer should have: errors in the console, faults axe finds. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';

export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page looks at, judged by axe; the name tells which page was at fault. */
  looksAround(name: string): Promise<void>;
  /** Leaves, and fails the test when the console ever showed an error. */
  leaves(): Promise<void>;
}

interface VisitorOptions {
  readonly url: string;
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly script?: boolean;
  readonly camera?: boolean;
  /** The cookies of a visit before. */
  readonly as?: Awaited<ReturnType<BrowserContext['storageState']>>;
}

/** Opens a browser profile of its own: no cookie of anybody else. */
export async function enters(browser: Browser, options: VisitorOptions): Promise<Visitor> {
  const { url, width = 1280, scheme = 'light', script = true, camera = false, as } = options;
  const context = await browser.newContext({
    baseURL: url,
    ...(as === undefined ? {} : { storageState: as }),
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: scheme,
    javaScriptEnabled: script,
    permissions: camera ? ['camera'] : [],
    reducedMotion: 'reduce',
    // A date is shown in the zone of the event, whatever the visitor's.
    timezoneId: 'America/New_York',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults: string[] = [];
  context.on('page', (opened) => listen(opened, faults));
  listen(page, faults);
  return {
    page,
    context,
    async looksAround(name) {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(
        ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `    ${node.html}`).join('\n')}`,
      );
      expect(found, `axe on ${name}`).toEqual([]);
    },
    async leaves() {
      await context.close();
      expect(faults, 'errors in the console').toEqual([]);
    },
  };
}

function listen(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    // What the browser says of an answer that was refused on purpose (409, 422) is no error of the page.
    const isRefusal = /the server responded with a status of 4(01|03|04|09|10|22)/.test(message.text());
    if (message.type() === 'error' && !isRefusal) faults.push(`${page.url()}: ${message.text()}`);
  });
}

/** Signs in with one of the demo's logins. */
export async function signsIn(page: Page, email: string): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('usher-demo-2026');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL((at) => at.pathname !== '/login');
}
