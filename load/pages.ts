/**
 * `npm run load:pages [-- URL]`: how the pages a buyer meets first score in Lighthouse (a phone, a slow network, median
 * of three), and what script the event page needs before its map. Without a URL it starts an installation of its own.
 */
import { createServer } from 'node:net';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { openWorld } from '../tests/world.ts';
import { chromium as program } from '../tests/browser/chromium.ts';

const RUNS = 3;
const LEAST = 90;
const SCRIPT_KB_MAX = 150;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;

type Scores = Record<(typeof CATEGORIES)[number], number>;

const given = process.argv[2];
const world = given === undefined ? await openWorld() : { url: given, stop: () => Promise.resolve() };
try {
  const event = await largestEvent(world.url);
  const pages = { home: '/', 'event page': `/events/${event}`, 'seat map': `/events/${event}/seats` };
  let short = false;
  for (const [name, path] of Object.entries(pages)) {
    const runs: Scores[] = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await scoresOf(world.url + path));
    const middle = CATEGORIES.map((category) => median(runs.map((scores) => scores[category])));
    short ||= middle.some((score) => score < LEAST);
    console.log(`${name.padEnd(11)} ${CATEGORIES.map((category, at) => `${category} ${middle[at] ?? 0}`).join('  ')}`);
  }
  const kilobytes = (await scriptBytes(world.url + pages['event page'])) / 1_000;
  console.log(`event page  ${kilobytes.toFixed(1)} kB of script, gzip (at most ${SCRIPT_KB_MAX})`);
  process.exitCode = short || kilobytes > SCRIPT_KB_MAX ? 1 : 0;
} finally {
  await world.stop();
}

/** The slug of the event with the most seats on sale: the stadium of the demo. */
async function largestEvent(url: string): Promise<string> {
  const list = (await (await fetch(`${url}/api/events?limit=100`)).json()) as {
    items: { id: string; slug: string; status: string }[];
  };
  let largest = { slug: '', bytes: 0 };
  for (const { id, slug } of list.items.filter((each) => each.status === 'on_sale')) {
    const answer = await fetch(`${url}/api/events/${id}/availability`, {
      headers: { accept: 'application/octet-stream' },
    });
    const bytes = (await answer.arrayBuffer()).byteLength;
    if (bytes > largest.bytes) largest = { slug, bytes };
  }
  return largest.slug;
}

/** One run in a fresh browser: nothing cached. Scores are 0 to 100. */
async function scoresOf(url: string): Promise<Scores> {
  const port = await freePort();
  const browser = await chromium.launch({
    ...(program === undefined ? {} : { executablePath: program }),
    args: ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`],
  });
  try {
    const result = await lighthouse(url, { port, output: 'json', logLevel: 'error', onlyCategories: [...CATEGORIES] });
    const found = result?.lhr.categories ?? {};
    const score = (category: string) => Math.round((found[category]?.score ?? 0) * 100);
    return {
      performance: score('performance'),
      accessibility: score('accessibility'),
      'best-practices': score('best-practices'),
    };
  } finally {
    await browser.close();
  }
}

/** Every script the page loads by itself, packed with gzip, in bytes. */
async function scriptBytes(url: string): Promise<number> {
  const browser = await chromium.launch({
    ...(program === undefined ? {} : { executablePath: program }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    const scripts = new Set<string>();
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.add(request.url());
    });
    await page.goto(url, { waitUntil: 'networkidle' });
    let bytes = 0;
    for (const script of scripts) {
      const answer = await fetch(script, { headers: { 'accept-encoding': 'gzip' } });
      bytes += Number(answer.headers.get('content-length') ?? (await answer.arrayBuffer()).byteLength);
      await answer.body?.cancel().catch(() => undefined);
    }
    return bytes;
  } finally {
    await browser.close();
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
