/** A code to be scanned: black on white in both themes, with the quiet margin scanners need. */
import { encode } from 'uqr';

const QUIET_MODULES = 4;

interface QrProps {
  readonly text: string;
  /** Read out instead of the picture. */
  readonly label: string;
  /** Edge in CSS pixels, margin included; a ticket's is 305 or more. */
  readonly size?: number | undefined;
  readonly className?: string | undefined;
}

/** Draws the text as one SVG path with error correction M, crisp at any size. */
export function Qr({ text, label, size = 320, className }: QrProps) {
  const { data, size: modules } = encode(text, { ecc: 'M', border: 0 });
  const edge = modules + 2 * QUIET_MODULES;
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`${-QUIET_MODULES} ${-QUIET_MODULES} ${edge} ${edge}`}
      shapeRendering="crispEdges"
      className={className}
    >
      <rect x={-QUIET_MODULES} y={-QUIET_MODULES} width={edge} height={edge} fill="#fff" />
      <path d={pathOf(data)} fill="#000" />
    </svg>
  );
}

/** One bar per run of dark modules in a row: a third of the path that single squares would need. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x++;
      path += `M${from} ${y}h${x - from + 1}v1H${from}z`;
    }
  });
  return path;
}
