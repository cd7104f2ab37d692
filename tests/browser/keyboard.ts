/** Somebody who uses the keyboard only: moves by Tab, and knows where they are by what has the focus. */
import type { Page } from 'playwright-core';

const STEPS_MAX = 120;

/** Presses Tab until the focus is on something whose accessible name matches. Throws when it never gets there. */
export async function tabsTo(page: Page, name: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let step = 0; step < STEPS_MAX; step += 1) {
    await page.keyboard.press('Tab');
    const focused = await focusedName(page);
    if (name.test(focused)) return;
    seen.push(focused);
  }
  throw new Error(`Tab never came to ${String(name)}; it came by: ${seen.slice(0, 60).join(' | ')}`);
}

/** The accessible name of what has the focus, as a screen reader would say it; empty when nothing has it. */
export async function focusedName(page: Page): Promise<string> {
  const focused = page.locator(':focus');
  if ((await focused.count()) !== 1) return '';
  const [first = ''] = (await focused.ariaSnapshot()).split('\n');
  return /"((?:[^"\\]|\\.)*)"/.exec(first)?.[1] ?? first;
}
