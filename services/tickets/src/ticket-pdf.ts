/**
 * Printed tickets: one A4 page each, everything a door needs above the fold. Black on white, fonts embedded,
 * tagged for screen readers. Lengths are points from the top left corner, 72 to the inch.
 */
import { createRequire } from 'node:module';
import type PdfKit from 'pdfkit';
import type { PdfDocument, TextStyle } from './pdf-text.ts';
import { drawLine, fitText, LINE_HEIGHT } from './pdf-text.ts';
import { qrModules, qrRuns } from './qr.ts';
import type { Field, TicketSheet } from './ticket-sheet.ts';
import {
  addressLine,
  dayLine,
  detailFields,
  placeFields,
  placeLine,
  terms,
  timeLine,
  zoneLine,
} from './ticket-sheet.ts';

type Element = PDFKit.PDFStructureElement;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const MILLIMETRE = 72 / 25.4;
const PAGE = { width: 595.28, height: 841.89 };
const FOLD_Y = PAGE.height / 2;
const CARD: Box = { x: 36, y: 30, width: PAGE.width - 72, height: FOLD_Y - 46 };
const HEADER_HEIGHT = 32;
const PADDING = 24;
const INNER: Box = { x: CARD.x + PADDING, y: CARD.y + HEADER_HEIGHT + 17, width: CARD.width - 2 * PADDING, height: 0 };
const QR_SIDE = 45 * MILLIMETRE;
const QR: Box = { x: INNER.x + INNER.width - QR_SIDE, y: INNER.y, width: QR_SIDE, height: QR_SIDE };
const WORDS: Box = { x: INNER.x, y: INNER.y, width: INNER.width - QR_SIDE - 28, height: 166 };
const PLACE: Box = { x: INNER.x, y: INNER.y + WORDS.height + 4, width: INNER.width, height: 66 };
const DETAILS: Box = { x: INNER.x, y: PLACE.y + PLACE.height + 12, width: INNER.width, height: 74 };
const DETAILS_ROW = 35;
/** The columns of places and details, as shares of the width: names are long, row and seat short. */
const COLUMNS = [0.46, 0.27, 0.27];
const TERMS: Box = { x: INNER.x, y: FOLD_Y + 38, width: INNER.width, height: 200 };
const require = createRequire(import.meta.url);
/** ISO 14289; pdfkit writes it, its type declarations do not know it. */
const ACCESSIBLE: string = 'PDF/UA';
const BLACK = '#000000';
const GREY = '#444444';
const WHITE = '#ffffff';

/**
 * A PDF of one page per ticket, in their order. The same tickets and the same `now` give the same bytes.
 * Any name prints, whatever its script; what is too long for its box shrinks and, at the very end, is cut with
 * an ellipsis. Throws on an empty list, on an unknown time zone or an instant that is none: the caller's bug.
 */
export function renderTicketsPdf(tickets: readonly TicketSheet[], { now }: { now: Date }): Promise<Buffer> {
  const [first] = tickets;
  if (!first) throw new Error('tickets: a PDF needs at least one ticket');
  const title = `${first.event.name}: ${tickets.length === 1 ? `ticket ${first.shortCode}` : `${tickets.length} tickets`}`;
  // Not before the first page: every process of a split installation would load it.
  const PDFDocument = require('pdfkit') as typeof PdfKit;
  const doc = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    subset: ACCESSIBLE as PDFKit.Mixins.PDFSubsets,
    tagged: true,
    lang: 'en',
    displayTitle: true,
    // No default font: Helvetica would not be embedded.
    font: '',
    info: {
      Title: title,
      Author: first.organization.name,
      Creator: 'Usher',
      Producer: 'Usher',
      CreationDate: now,
      ModDate: now,
    },
  });
  const bytes = collect(doc);
  const root = doc.struct('Document', { title });
  doc.addStructure(root);
  for (const [index, ticket] of tickets.entries()) {
    doc.addPage();
    const page = doc.struct('Sect', { title: `Ticket ${ticket.shortCode}` });
    root.add(page);
    const count = tickets.length === 1 ? 'Ticket' : `Ticket ${index + 1} of ${tickets.length}`;
    drawTicket(doc, page, ticket, count);
    page.end();
  }
  root.end();
  doc.end();
  return bytes;
}

function collect(doc: PdfDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
}

function drawTicket(doc: PdfDocument, page: Element, ticket: TicketSheet, count: string): void {
  artifact(doc, () => drawCard(doc));
  drawHeader(doc, page, ticket, count);
  drawEvent(doc, page, ticket);
  drawQr(doc, page, ticket);
  drawPlace(doc, page, ticket);
  drawDetails(doc, page, ticket);
  drawTerms(doc, page, ticket);
}

function drawCard(doc: PdfDocument): void {
  const { x, y, width, height } = CARD;
  doc.save().roundedRect(x, y, width, height, 10).clip();
  doc.rect(x, y, width, HEADER_HEIGHT).fill(BLACK);
  doc.restore();
  doc.lineWidth(1.2).roundedRect(x, y, width, height, 10).stroke(BLACK);
  doc.lineWidth(0.8).dash(1, { space: 3 });
  doc
    .moveTo(x, PLACE.y - 8)
    .lineTo(x + width, PLACE.y - 8)
    .stroke(BLACK);
  doc
    .moveTo(x, DETAILS.y - 10)
    .lineTo(x + width, DETAILS.y - 10)
    .stroke(BLACK);
  doc.dash(6, { space: 5 }).moveTo(0, FOLD_Y).lineTo(PAGE.width, FOLD_Y).stroke('#999999');
  doc.undash();
}

function drawHeader(doc: PdfDocument, page: Element, ticket: TicketSheet, count: string): void {
  const y = CARD.y + 20.5;
  const seller = fitText(doc, ticket.organization.name, {
    width: 330,
    height: 15,
    size: 11.5,
    smallest: 8,
    weight: 'bold',
  });
  tagged(doc, page, 'P', () => {
    drawLine(doc, seller.lines[0] ?? '', { x: INNER.x, y }, style(seller.size, 'bold', WHITE));
    drawLine(doc, count, { x: INNER.x + INNER.width, y, align: 'right' }, style(10, 'regular', WHITE));
  });
}

/** Name, time and place of the event, one below the other; what the name does not need the others get. */
function drawEvent(doc: PdfDocument, page: Element, ticket: TicketSheet): void {
  const { width } = WORDS;
  const doors = ticket.event.doorsAt && `Doors open ${timeLine(ticket, ticket.event.doorsAt)}`;
  const parts = [
    { tag: 'H1', text: ticket.event.name, height: 54, size: 25, smallest: 8, weight: 'bold', color: BLACK, gap: 7 },
    { tag: 'P', text: dayLine(ticket), height: 17, size: 13, weight: 'bold', color: BLACK, gap: 1 },
    { tag: 'P', text: timeLine(ticket), height: 17, size: 13, weight: 'bold', color: BLACK, gap: 1 },
    { tag: 'P', text: zoneLine(ticket), height: 12, size: 9, weight: 'regular', color: GREY, gap: doors ? 0 : 6 },
    ...(doors
      ? ([{ tag: 'P', text: doors, height: 12, size: 9, weight: 'regular', color: BLACK, gap: 6 }] as const)
      : []),
    { tag: 'P', text: ticket.venue.name, height: 16, size: 11.5, smallest: 8, weight: 'bold', color: BLACK, gap: 1 },
    {
      tag: 'P',
      text: addressLine(ticket),
      height: 24,
      size: 9.5,
      smallest: 7,
      weight: 'regular',
      color: BLACK,
      gap: 0,
    },
  ] as const;
  let y = WORDS.y - 3;
  for (const part of parts) {
    const { lines, size } = fitText(doc, part.text, { width, ...part });
    tagged(doc, page, part.tag, () => {
      drawLines(doc, lines, { x: WORDS.x, y, width, height: part.height }, style(size, part.weight, part.color));
    });
    y += lines.length * size * LINE_HEIGHT + part.gap;
  }
}

function drawQr(doc: PdfDocument, page: Element, ticket: TicketSheet): void {
  const modules = qrModules(ticket.code);
  const side = QR_SIDE / modules.length;
  const figure = {
    alt: `QR code of ticket ${ticket.shortCode}, ${placeLine(ticket)}`,
    bbox: [QR.x, QR.y, QR.x + QR.width, QR.y + QR.height],
  };
  const draw = () => {
    for (const run of qrRuns(modules)) doc.rect(QR.x + run.x * side, QR.y + run.y * side, run.length * side, side);
    // One fill for all: neighbouring shapes filled one by one show hairlines between them on screens.
    doc.fill(BLACK);
  };
  page.add(doc.struct('Figure', figure, draw));
  tagged(doc, page, 'P', () => {
    const at = { x: QR.x + QR.width / 2, y: QR.y + QR.height + 20, align: 'center' } as const;
    const { lines, size } = fitText(doc, ticket.shortCode, { width: QR.width, height: 16, size: 12.5, weight: 'bold' });
    drawLine(doc, lines[0] ?? '', at, style(size, 'bold', BLACK));
  });
}

function drawPlace(doc: PdfDocument, page: Element, ticket: TicketSheet): void {
  const fields = placeFields(ticket);
  const shares = fields.length === 1 ? [1] : COLUMNS;
  let x = PLACE.x;
  for (const [index, field] of fields.entries()) {
    const width = PLACE.width * (shares[index] ?? 0);
    drawField(doc, page, field, { x, y: PLACE.y, width: width - 14, height: PLACE.height }, { size: 38, smallest: 18 });
    x += width;
  }
}

function drawDetails(doc: PdfDocument, page: Element, ticket: TicketSheet): void {
  const fields = detailFields(ticket);
  let x = DETAILS.x;
  for (const [index, field] of fields.entries()) {
    const column = index % COLUMNS.length;
    if (column === 0) ({ x } = DETAILS);
    const width = DETAILS.width * (COLUMNS[column] ?? 0);
    const y = DETAILS.y + Math.floor(index / COLUMNS.length) * DETAILS_ROW;
    drawField(doc, page, field, { x, y, width: width - 14, height: 31 }, { size: 12, smallest: 6 });
    x += width;
  }
}

/** A small label with its value below it. */
function drawField(
  doc: PdfDocument,
  page: Element,
  field: Field,
  box: Box,
  sizes: { size: number; smallest: number },
): void {
  const valueTop = box.y + 12;
  const height = box.height - 12;
  const { lines, size } = fitText(doc, field.value, { width: box.width, height, weight: 'bold', ...sizes });
  tagged(doc, page, 'P', () => {
    drawLine(doc, field.label, { x: box.x, y: box.y + 8 }, style(8.5, 'regular', GREY));
    drawLines(doc, lines, { ...box, y: valueTop, height }, style(size, 'bold', BLACK));
  });
}

function drawTerms(doc: PdfDocument, page: Element, ticket: TicketSheet): void {
  let { y } = TERMS;
  tagged(doc, page, 'H2', () => drawLine(doc, 'Good to know', { x: TERMS.x, y }, style(12, 'bold', BLACK)));
  y += 10;
  for (const [index, term] of terms(ticket).entries()) {
    const weight = index === 0 ? 'bold' : 'regular';
    const { lines, size } = fitText(doc, term, { width: TERMS.width, height: 30, size: 10, weight });
    const top = y;
    tagged(doc, page, 'P', () => drawLines(doc, lines, { ...TERMS, y: top, height: 30 }, style(size, weight, BLACK)));
    y += lines.length * size * LINE_HEIGHT + 5;
  }
}

function drawLines(doc: PdfDocument, lines: readonly string[], box: Box, look: TextStyle): void {
  for (const [index, line] of lines.entries()) {
    drawLine(doc, line, { x: box.x, y: box.y + look.size * (0.95 + index * LINE_HEIGHT) }, look);
  }
}

function style(size: number, weight: TextStyle['weight'], color: string): TextStyle {
  return { size, weight, color };
}

/** Content a screen reader reads, in the order it is drawn. */
function tagged(doc: PdfDocument, page: Element, tag: string, draw: () => void): void {
  page.add(doc.struct(tag, {}, draw));
}

/** Content that is only decoration. */
function artifact(doc: PdfDocument, draw: () => void): void {
  doc.markContent('Artifact', { type: 'Layout' });
  draw();
  doc.endMarkedContent();
}
