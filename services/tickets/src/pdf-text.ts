/** Text on a PDF page: measured, wrapped and fitted to its box, in any script. Lengths are points. */
import type { Face, TextRun, Weight } from './pdf-faces.ts';
import { graphemes, printable, textRuns } from './pdf-faces.ts';

export type PdfDocument = PDFKit.PDFDocument;

export interface TextStyle {
  size: number;
  weight: Weight;
  color: string;
}

/** Lines that fit a box, and the size they fit at. */
export interface FittedText {
  lines: string[];
  size: number;
}

export const LINE_HEIGHT = 1.22;
const SMALLEST_SIZE = 6;
/** Stroke width of a regular face drawn as bold, as a share of its size. */
const THICKENING = 0.025;

/** The width of one line as it prints. */
function lineWidth(doc: PdfDocument, line: string, style: Pick<TextStyle, 'size' | 'weight'>): number {
  return textRuns(line, style.weight).reduce(
    (width, run) => width + useFace(doc, run.face, style.size).widthOfString(run.text, shaping(run)),
    0,
  );
}

/** Draws one line with its baseline at `y`, from `x`, or centred on or ending at it. */
export function drawLine(
  doc: PdfDocument,
  line: string,
  at: { x: number; y: number; align?: 'left' | 'center' | 'right' },
  style: TextStyle,
): void {
  const text = printable(line);
  const shift = at.align === 'center' ? 0.5 : at.align === 'right' ? 1 : 0;
  let x = shift === 0 ? at.x : at.x - shift * lineWidth(doc, text, style);
  for (const run of textRuns(text, style.weight)) {
    useFace(doc, run.face, style.size).fillColor(style.color).strokeColor(style.color);
    const thickened = style.weight === 'bold' && run.face.weight !== 'bold';
    doc.lineWidth(style.size * THICKENING);
    doc.text(run.text, x, at.y, {
      lineBreak: false,
      baseline: 'alphabetic',
      ...shaping(run),
      ...(thickened && { fill: true, stroke: true }),
    });
    x += doc.widthOfString(run.text, shaping(run));
  }
}

/**
 * Breaks a text into lines for a box, at the largest size between `size` and `smallest` that fits. What does not
 * even fit at the smallest size ends with an ellipsis.
 */
export function fitText(
  doc: PdfDocument,
  text: string,
  box: { width: number; height: number; size: number; smallest?: number; weight: Weight },
): FittedText {
  const clean = printable(text);
  const smallest = Math.max(box.smallest ?? SMALLEST_SIZE, SMALLEST_SIZE);
  for (let size = box.size; ; size = Math.max(smallest, size * 0.92)) {
    const style = { size, weight: box.weight };
    const fits = Math.max(1, Math.floor(box.height / (size * LINE_HEIGHT)));
    const lines = wrap(doc, clean, box.width, style);
    const cutsWord = size > smallest && clean.split(' ').some((word) => lineWidth(doc, word, style) > box.width);
    if (lines.length <= fits && !cutsWord) return { lines, size };
    if (size <= smallest) return { lines: shorten(doc, lines, fits, box.width, style), size };
  }
}

function wrap(doc: PdfDocument, text: string, width: number, style: Pick<TextStyle, 'size' | 'weight'>): string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (candidate: string) => lineWidth(doc, candidate, style) <= width;
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const piece of fits(word) ? [word] : graphemes(word)) {
      if (line !== '' && !fits(line + piece)) {
        lines.push(line);
        line = '';
      }
      line += piece;
    }
  }
  return line === '' ? lines : [...lines, line];
}

function shorten(
  doc: PdfDocument,
  lines: readonly string[],
  count: number,
  width: number,
  style: Pick<TextStyle, 'size' | 'weight'>,
): string[] {
  if (lines.length <= count) return [...lines];
  const last = graphemes(lines[count - 1] ?? '');
  while (last.length > 0 && lineWidth(doc, `${last.join('')}…`, style) > width) last.pop();
  return [...lines.slice(0, count - 1), `${last.join('')}…`];
}

/** To pdfkit, naming features, even none, means: shape the whole run at once. */
function shaping(run: TextRun): { features?: [] } {
  return run.wordByWord ? {} : { features: [] };
}

function useFace(doc: PdfDocument, face: Face, size: number): PdfDocument {
  // pdfkit takes an opened font as it is; its type declarations know only files and bytes.
  const source = face.font as unknown as PDFKit.Mixins.PDFFontSource;
  doc.registerFont(face.name, source);
  return doc.font(face.name).fontSize(size);
}
