/** The QR code of a ticket code: as modules for paper, as SVG for screens. */
import { encode } from 'uqr';

/** ISO/IEC 18004 asks for four light modules on every side. */
export const QUIET_ZONE_MODULES = 4;

/**
 * A code is random bytes, which every mask spreads equally well; trying all eight to find the best
 * would be most of the work.
 */
const MASK_PATTERN = 0;

/** The matrix without its quiet zone, `true` = dark, rows top to bottom. Error correction is M or better. */
export function qrModules(code: string): boolean[][] {
  return encode(code, { ecc: 'M', boostEcc: true, border: 0, maskPattern: MASK_PATTERN }).data;
}

/** A stretch of dark modules in one row, in modules from the top left corner of the matrix. */
export interface QrRun {
  x: number;
  y: number;
  length: number;
}

/** The dark modules as horizontal runs: about half as many shapes as modules. */
export function qrRuns(modules: readonly (readonly boolean[])[]): QrRun[] {
  const runs: QrRun[] = [];
  for (const [y, row] of modules.entries()) {
    let start: number | undefined;
    for (let x = 0; x <= row.length; x++) {
      if (row[x]) start ??= x;
      else if (start !== undefined) {
        runs.push({ x: start, y, length: x - start });
        start = undefined;
      }
    }
  }
  return runs;
}

/**
 * An SVG document of the code: black on white whatever the page behind it, quiet zone included, one path,
 * sharp at any size, with a name for screen readers. `title` names the ticket, e.g. "Ticket QR code, F 12".
 */
export function qrSvg(code: string, title = 'Ticket QR code'): string {
  const modules = qrModules(code);
  const side = modules.length + 2 * QUIET_ZONE_MODULES;
  const path = qrRuns(modules)
    .map(({ x, y, length }) => `M${x + QUIET_ZONE_MODULES} ${y + QUIET_ZONE_MODULES}h${length}v1h-${length}z`)
    .join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" role="img" aria-labelledby="qr-title"`,
    ` shape-rendering="crispEdges"><title id="qr-title">${escapeXml(title)}</title>`,
    `<rect width="${side}" height="${side}" fill="#fff"/><path fill="#000" d="${path}"/></svg>`,
  ].join('');
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
