import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import type jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { newCredentialKey, signCredential } from '../src/credential.ts';
import { QUIET_ZONE_MODULES, qrModules, qrRuns, qrSvg } from '../src/qr.ts';

const PIXELS_PER_MODULE = 4;
const decode = createRequire(import.meta.url)('jsqr') as typeof jsQR.default;
const key = newCredentialKey();
const newCode = () =>
  signCredential(key, {
    ticketId: '0197e1a0-1111-7000-8000-00000000000a',
    eventId: '0197e1a0-2222-7000-8000-00000000000b',
    number: 1,
    random: randomBytes(16),
  });

/** Paints dark modules on white and reads the picture as a camera would. */
function scan(dark: readonly { x: number; y: number; length: number }[], modules: number): string | undefined {
  const side = modules * PIXELS_PER_MODULE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const { x, y, length } of dark) {
    for (let row = y * PIXELS_PER_MODULE; row < (y + 1) * PIXELS_PER_MODULE; row++) {
      for (let column = x * PIXELS_PER_MODULE; column < (x + length) * PIXELS_PER_MODULE; column++) {
        pixels.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
      }
    }
  }
  return decode(pixels, side, side)?.data;
}

/** The dark runs of an SVG's path, where its quiet zone has put them. */
function runsOfSvg(svg: string): { x: number; y: number; length: number }[] {
  return [...svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)].map(([, x, y, length]) => {
    return { x: Number(x), y: Number(y), length: Number(length) };
  });
}

describe('the QR code of a ticket', () => {
  it('reads back as the ticket code, on paper and on a screen', () => {
    for (let count = 0; count < 20; count++) {
      const code = newCode();
      const modules = qrModules(code);
      const side = modules.length + 2 * QUIET_ZONE_MODULES;
      const moved = qrRuns(modules).map(({ x, y, length }) => ({ x: x + 4, y: y + 4, length }));
      expect(scan(moved, side)).toBe(code);
      expect(scan(runsOfSvg(qrSvg(code)), side)).toBe(code);
    }
  });

  it('still reads when a smudge covers some of it, as error correction M promises', () => {
    const code = newCode();
    const smudged = runsOfSvg(qrSvg(code)).filter(({ x, y }) => !(x >= 30 && x < 38 && y >= 30 && y < 38));
    expect(scan(smudged, qrModules(code).length + 2 * QUIET_ZONE_MODULES)).toBe(code);
  });

  it('prints at 25 mm with modules no smaller than 0.4 mm', () => {
    expect(25 / (qrModules(newCode()).length + 2 * QUIET_ZONE_MODULES)).toBeGreaterThan(0.4);
  });

  it('is an image with a name, black on white, with the quiet zone inside', () => {
    const code = newCode();
    const svg = qrSvg(code, 'Ticket <F> & "12"');
    const side = qrModules(code).length + 8;
    expect(svg).toContain(`viewBox="0 0 ${side} ${side}" role="img" aria-labelledby="qr-title"`);
    expect(svg).toContain('<title id="qr-title">Ticket &#60;F&#62; &#38; &#34;12&#34;</title>');
    expect(svg).toContain(`<rect width="${side}" height="${side}" fill="#fff"/>`);
    expect(svg.match(/<path /g)).toHaveLength(1);
    const runs = runsOfSvg(svg);
    expect(Math.min(...runs.map(({ x }) => x))).toBe(QUIET_ZONE_MODULES);
    expect(Math.max(...runs.map(({ x, length }) => x + length))).toBe(side - QUIET_ZONE_MODULES);
  });
});
