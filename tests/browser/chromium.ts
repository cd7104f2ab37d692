/** The browser the tests drive: Debian's Chromium, or whatever CHROMIUM names. None is ever downloaded. */
import { existsSync } from 'node:fs';
import { type Browser, chromium as driver } from 'playwright-core';

const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where a Chromium is on this machine, or undefined. */
export const chromium = PLACES.find((place) => place !== undefined && place !== '' && existsSync(place));

if (chromium === undefined)
  console.warn(
    '\nSKIPPED: no browser test can run, for there is no Chromium here. Get one with `apt-get install chromium` ' +
      '(macOS: `brew install --cask google-chrome`), or say where it is: CHROMIUM=/path/to/chromium npm test\n',
  );

/** Starts it without a window and without a graphics card; `video` is what its camera sees. */
export function launch(options: { video?: string } = {}): Promise<Browser> {
  const camera =
    options.video === undefined
      ? []
      : [
          '--use-fake-ui-for-media-stream',
          '--use-fake-device-for-media-stream',
          `--use-file-for-fake-video-capture=${options.video}`,
        ];
  return driver.launch({
    ...(chromium === undefined ? {} : { executablePath: chromium }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', ...camera],
  });
}
