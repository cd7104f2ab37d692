// services/tickets/src/ticket-pdf.ts
import PDFDocument from "pdfkit";

// services/tickets/src/pdf-faces.ts
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { create } from "fontkit";
var MAIN_FILES = {
  regular: "dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf",
  bold: "dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf"
};
var FALLBACK_FILES = [
  "@fontsource/noto-sans-thai/files/noto-sans-thai-thai-400-normal.woff",
  "@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-400-normal.woff",
  "@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
  "@librescore/fonts/SourceHanSansCN.min.woff2",
  "@librescore/fonts/SourceHanSansKR.min.woff2",
  "@fontsource/unifontex/files/unifontex-latin-400-normal.woff"
];
var SUBSTITUTE = "\uFFFD";
var WORDS_REMEMBERED_MAX = 1e4;
var PLAIN_TEXT = /^[\u0020-\u024f]*$/;
var EMOJI = /^\p{Extended_Pictographic}\ufe0f|^\p{Emoji_Presentation}/u;
var LETTER = /\p{L}/u;
var ARABIC = /\p{Script=Arabic}/u;
var RIGHT_TO_LEFT_LETTER = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
var GLYPHLESS = /^[\p{Default_Ignorable_Code_Point}\u200b-\u200f\ufe00-\ufe0f]$/u;
var require2 = createRequire(import.meta.url);
var clusters = new Intl.Segmenter("und", { granularity: "grapheme" });
var bidi = require2("bidi-js")();
var opened = /* @__PURE__ */ new Map();
function printable(text) {
  return text.normalize("NFC").replace(/[\p{White_Space}\p{Cc}]+/gu, " ").trim();
}
function graphemes(text) {
  return Array.from(clusters.segment(text), ({ segment }) => segment);
}
function textRuns(text, weight) {
  const main = open(MAIN_FILES[weight], weight);
  if (PLAIN_TEXT.test(text)) return text === "" ? [] : [{ text, face: main, wordByWord: true }];
  const { levels } = bidi.getEmbeddingLevels(text);
  const mirrored = bidi.getMirroredCharactersMap(text, levels);
  const runs = [];
  for (const { segment, index } of clusters.segment(text)) {
    const level = levels[index] ?? 0;
    const last = runs.at(-1);
    const cluster = drawable(mirrored.get(index) ?? segment, main, last?.face);
    const arabic = last && !LETTER.test(segment) ? last.arabic : ARABIC.test(segment);
    if (last && last.level === level && last.face === cluster.face && last.arabic === arabic) {
      last.clusters.push(cluster.text);
    } else runs.push({ level, arabic, face: cluster.face, clusters: [cluster.text] });
  }
  return visualOrder(runs).map(({ level, face, clusters: parts }) => {
    const turned = level % 2 === 1 && !RIGHT_TO_LEFT_LETTER.test(parts.join(""));
    return { text: (turned ? parts.reverse() : parts).join(""), face, wordByWord: level === 0 };
  });
}
function drawable(cluster, main, previous) {
  if (cluster === " " && previous && hasGlyphs(previous, cluster)) return { text: cluster, face: previous };
  if (!EMOJI.test(cluster) && hasGlyphs(main, cluster)) return { text: cluster, face: main };
  for (const file of FALLBACK_FILES) {
    const face = open(file, "regular");
    if (hasGlyphs(face, cluster)) return { text: cluster, face };
  }
  if (hasGlyphs(main, cluster)) return { text: cluster, face: main };
  const [base2 = "", ...marks] = cluster;
  return marks.length > 0 ? drawable(base2, main, previous) : { text: SUBSTITUTE, face: main };
}
function hasGlyphs(face, cluster) {
  for (const character of cluster) {
    if (GLYPHLESS.test(character)) continue;
    if (!face.font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)) return false;
  }
  return true;
}
function visualOrder(runs) {
  const ordered = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level > 0; level--) {
    for (let start = 0; start < ordered.length; start++) {
      let end = start;
      while ((ordered[end]?.level ?? -1) >= level) end++;
      if (end > start) ordered.splice(start, end - start, ...ordered.slice(start, end).reverse());
      start = end;
    }
  }
  return ordered;
}
function open(file, weight) {
  const known = opened.get(file);
  if (known) return known;
  const font = create(readFileSync(require2.resolve(file)));
  if (!("layout" in font)) throw new Error(`tickets: ${file} is a collection, not a font`);
  const face = { name: font.postscriptName, weight, font: withMemory(font) };
  opened.set(file, face);
  return face;
}
function withMemory(font) {
  const shaped = /* @__PURE__ */ new Map();
  const layout = (text, features) => {
    const key = features ? `+${text}` : text;
    let run = shaped.get(key);
    if (!run) {
      run = font.layout(text, features);
      if (shaped.size >= WORDS_REMEMBERED_MAX) shaped.clear();
      shaped.set(key, run);
    }
    const positions = run.positions.map(({ xAdvance, yAdvance, xOffset, yOffset }) => {
      return { xAdvance, yAdvance, xOffset, yOffset };
    });
    return { ...run, advanceWidth: run.advanceWidth, positions };
  };
  return Object.create(font, { layout: { value: layout } });
}

// services/tickets/src/pdf-text.ts
var LINE_HEIGHT = 1.22;
var SMALLEST_SIZE = 6;
var THICKENING = 0.025;
function lineWidth(doc, line, style2) {
  return textRuns(line, style2.weight).reduce(
    (width, run) => width + useFace(doc, run.face, style2.size).widthOfString(run.text, shaping(run)),
    0
  );
}
function drawLine(doc, line, at, style2) {
  const text = printable(line);
  const shift = at.align === "center" ? 0.5 : at.align === "right" ? 1 : 0;
  let x = shift === 0 ? at.x : at.x - shift * lineWidth(doc, text, style2);
  for (const run of textRuns(text, style2.weight)) {
    useFace(doc, run.face, style2.size).fillColor(style2.color).strokeColor(style2.color);
    const thickened = style2.weight === "bold" && run.face.weight !== "bold";
    doc.lineWidth(style2.size * THICKENING);
    doc.text(run.text, x, at.y, {
      lineBreak: false,
      baseline: "alphabetic",
      ...shaping(run),
      ...thickened && { fill: true, stroke: true }
    });
    x += doc.widthOfString(run.text, shaping(run));
  }
}
function fitText(doc, text, box) {
  const clean = printable(text);
  const smallest = Math.max(box.smallest ?? SMALLEST_SIZE, SMALLEST_SIZE);
  for (let size = box.size; ; size = Math.max(smallest, size * 0.92)) {
    const style2 = { size, weight: box.weight };
    const fits = Math.max(1, Math.floor(box.height / (size * LINE_HEIGHT)));
    const lines = wrap(doc, clean, box.width, style2);
    const cutsWord = size > smallest && clean.split(" ").some((word) => lineWidth(doc, word, style2) > box.width);
    if (lines.length <= fits && !cutsWord) return { lines, size };
    if (size <= smallest) return { lines: shorten(doc, lines, fits, box.width, style2), size };
  }
}
function wrap(doc, text, width, style2) {
  const lines = [];
  let line = "";
  const fits = (candidate) => lineWidth(doc, candidate, style2) <= width;
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = "";
    for (const piece of fits(word) ? [word] : graphemes(word)) {
      if (line !== "" && !fits(line + piece)) {
        lines.push(line);
        line = "";
      }
      line += piece;
    }
  }
  return line === "" ? lines : [...lines, line];
}
function shorten(doc, lines, count, width, style2) {
  if (lines.length <= count) return [...lines];
  const last = graphemes(lines[count - 1] ?? "");
  while (last.length > 0 && lineWidth(doc, `${last.join("")}\u2026`, style2) > width) last.pop();
  return [...lines.slice(0, count - 1), `${last.join("")}\u2026`];
}
function shaping(run) {
  return run.wordByWord ? {} : { features: [] };
}
function useFace(doc, face, size) {
  const source = face.font;
  doc.registerFont(face.name, source);
  return doc.font(face.name).fontSize(size);
}

// services/tickets/src/qr.ts
import { encode } from "uqr";
var MASK_PATTERN = 0;
function qrModules(code) {
  return encode(code, { ecc: "M", boostEcc: true, border: 0, maskPattern: MASK_PATTERN }).data;
}
function qrRuns(modules) {
  const runs = [];
  for (const [y, row] of modules.entries()) {
    let start;
    for (let x = 0; x <= row.length; x++) {
      if (row[x]) start ??= x;
      else if (start !== void 0) {
        runs.push({ x: start, y, length: x - start });
        start = void 0;
      }
    }
  }
  return runs;
}

// contracts/src/money.ts
import { z } from "zod";
var AMOUNT_MAX = 1e9;
var Currency = z.enum([
  "EUR",
  "GBP",
  "USD",
  "CHF",
  "SEK",
  "NOK",
  "DKK",
  "PLN",
  "CZK",
  "JPY",
  "KWD",
  "CAD",
  "AUD"
]);
var Money = z.strictObject({ amount: z.number().int().min(0).max(AMOUNT_MAX), currency: Currency });
function formatMoney(price, locale = "en") {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: price.currency });
  return format.format(price.amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

// services/tickets/src/ticket-sheet.ts
var FALLBACK_LOCALE = "en";
function placeFields({ seat, area }) {
  if (!seat) return [{ label: "Area", value: area ?? "General admission" }];
  return [
    { label: "Section", value: seat.section },
    { label: "Row", value: seat.row },
    { label: "Seat", value: seat.number }
  ];
}
function placeLine({ seat, area }) {
  return seat ? `${seat.section}, row ${seat.row}, seat ${seat.number}` : area ?? "General admission";
}
function dayLine({ event, locale }) {
  const options = { weekday: "long", year: "numeric", month: "long", day: "numeric" };
  return clockOf(locale, event.timeZone, options).format(new Date(event.startsAt));
}
function timeLine({ event, locale }, instant = event.startsAt) {
  return clockOf(locale, event.timeZone, { timeStyle: "short" }).format(new Date(instant));
}
function zoneLine({ event, locale }) {
  const format = clockOf(locale, event.timeZone, { timeZoneName: "long" });
  const name = format.formatToParts(new Date(event.startsAt)).find(({ type }) => type === "timeZoneName")?.value;
  return name && name !== event.timeZone ? `${name} (${event.timeZone})` : event.timeZone;
}
function addressLine({ venue, locale }) {
  const names = new Intl.DisplayNames(usable(locale), { type: "region", fallback: "code" });
  const country = /^[A-Z]{2}$/.test(venue.country) ? names.of(venue.country) : venue.country;
  return [venue.address, venue.city, country].filter(Boolean).join(", ");
}
function detailFields(ticket) {
  const { holder, tier, price } = ticket;
  return [
    { label: "Ticket holder", value: `${holder.firstName} ${holder.lastName}`.trim() },
    { label: "Ticket type", value: ticket.accessible ? `${tier.name}, accessible place` : tier.name },
    ...price ? [{ label: "Price", value: formatMoney(price, usable(ticket.locale)) }] : [],
    { label: "Order", value: ticket.orderReference },
    { label: "Ticket", value: ticket.shortCode },
    { label: "Sold by", value: ticket.organization.name }
  ].filter(({ value }) => value !== "");
}
function terms({ organization }) {
  return [
    "Anyone with this code can use it: only the first scan is let in. Keep it to yourself.",
    "Show this page on paper or on a screen. Keep the code flat, clean and bright.",
    "One ticket admits one person, once. Times are local to the venue.",
    `This ticket is a contract with ${organization.name}, whose terms of sale apply.`
  ];
}
var clocks = /* @__PURE__ */ new Map();
var CLOCKS_MAX = 500;
function clockOf(locale, timeZone, options) {
  const key = JSON.stringify([locale, timeZone, options]);
  const known = clocks.get(key);
  if (known) return known;
  if (clocks.size >= CLOCKS_MAX) clocks.clear();
  const clock = new Intl.DateTimeFormat(usable(locale), { ...options, timeZone });
  clocks.set(key, clock);
  return clock;
}
function usable(locale) {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale)[0] ?? FALLBACK_LOCALE;
  } catch {
    return FALLBACK_LOCALE;
  }
}

// services/tickets/src/ticket-pdf.ts
var MILLIMETRE = 72 / 25.4;
var PAGE = { width: 595.28, height: 841.89 };
var FOLD_Y = PAGE.height / 2;
var CARD = { x: 36, y: 30, width: PAGE.width - 72, height: FOLD_Y - 46 };
var HEADER_HEIGHT = 32;
var PADDING = 24;
var INNER = { x: CARD.x + PADDING, y: CARD.y + HEADER_HEIGHT + 17, width: CARD.width - 2 * PADDING, height: 0 };
var QR_SIDE = 45 * MILLIMETRE;
var QR = { x: INNER.x + INNER.width - QR_SIDE, y: INNER.y, width: QR_SIDE, height: QR_SIDE };
var WORDS = { x: INNER.x, y: INNER.y, width: INNER.width - QR_SIDE - 28, height: 158 };
var PLACE = { x: INNER.x, y: INNER.y + WORDS.height + 4, width: INNER.width, height: 66 };
var DETAILS = { x: INNER.x, y: PLACE.y + PLACE.height + 12, width: INNER.width, height: 74 };
var DETAILS_ROW = 35;
var COLUMNS = [0.46, 0.27, 0.27];
var TERMS = { x: INNER.x, y: FOLD_Y + 38, width: INNER.width, height: 200 };
var ACCESSIBLE = "PDF/UA";
var BLACK = "#000000";
var GREY = "#444444";
var WHITE = "#ffffff";
function renderTicketsPdf(tickets, { now }) {
  const [first] = tickets;
  if (!first) throw new Error("tickets: a PDF needs at least one ticket");
  const title = `${first.event.name}: ${tickets.length === 1 ? `ticket ${first.shortCode}` : `${tickets.length} tickets`}`;
  const doc = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    autoFirstPage: false,
    pdfVersion: "1.7",
    subset: ACCESSIBLE,
    tagged: true,
    lang: "en",
    displayTitle: true,
    // No default font: Helvetica would not be embedded.
    font: "",
    info: { Title: title, Author: first.organization.name, Creator: "Usher", Producer: "Usher", CreationDate: now, ModDate: now }
  });
  const bytes = collect(doc);
  const root = doc.struct("Document", { title });
  doc.addStructure(root);
  for (const [index, ticket] of tickets.entries()) {
    doc.addPage();
    const page = doc.struct("Sect", { title: `Ticket ${ticket.shortCode}` });
    root.add(page);
    const count = tickets.length === 1 ? "Ticket" : `Ticket ${index + 1} of ${tickets.length}`;
    drawTicket(doc, page, ticket, count);
    page.end();
  }
  root.end();
  doc.end();
  return bytes;
}
function collect(doc) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    doc.on("data", (chunk) => chunks.push(chunk));
    doc.on("end", () => resolve(Buffer.concat(chunks)));
    doc.on("error", reject);
  });
}
function drawTicket(doc, page, ticket, count) {
  artifact(doc, () => drawCard(doc));
  drawHeader(doc, page, ticket, count);
  drawEvent(doc, page, ticket);
  drawQr(doc, page, ticket);
  drawPlace(doc, page, ticket);
  drawDetails(doc, page, ticket);
  drawTerms(doc, page, ticket);
}
function drawCard(doc) {
  const { x, y, width, height } = CARD;
  doc.save().roundedRect(x, y, width, height, 10).clip();
  doc.rect(x, y, width, HEADER_HEIGHT).fill(BLACK);
  doc.restore();
  doc.lineWidth(1.2).roundedRect(x, y, width, height, 10).stroke(BLACK);
  doc.lineWidth(0.8).dash(1, { space: 3 });
  doc.moveTo(x, PLACE.y - 8).lineTo(x + width, PLACE.y - 8).stroke(BLACK);
  doc.moveTo(x, DETAILS.y - 10).lineTo(x + width, DETAILS.y - 10).stroke(BLACK);
  doc.dash(6, { space: 5 }).moveTo(0, FOLD_Y).lineTo(PAGE.width, FOLD_Y).stroke("#999999");
  doc.undash();
}
function drawHeader(doc, page, ticket, count) {
  const y = CARD.y + 20.5;
  const seller = fitText(doc, ticket.organization.name, { width: 330, height: 15, size: 11.5, smallest: 8, weight: "bold" });
  tagged(doc, page, "P", () => {
    drawLine(doc, seller.lines[0] ?? "", { x: INNER.x, y }, style(seller.size, "bold", WHITE));
    drawLine(doc, count, { x: INNER.x + INNER.width, y, align: "right" }, style(10, "regular", WHITE));
  });
}
function drawEvent(doc, page, ticket) {
  const { width } = WORDS;
  const doors = ticket.event.doorsAt && `Doors open ${timeLine(ticket, ticket.event.doorsAt)}`;
  const parts = [
    { tag: "H1", text: ticket.event.name, height: 62, size: 25, smallest: 8, weight: "bold", color: BLACK, gap: 7 },
    { tag: "P", text: dayLine(ticket), height: 17, size: 13, weight: "bold", color: BLACK, gap: 1 },
    { tag: "P", text: timeLine(ticket), height: 17, size: 13, weight: "bold", color: BLACK, gap: 1 },
    { tag: "P", text: zoneLine(ticket), height: 12, size: 9, weight: "regular", color: GREY, gap: doors ? 0 : 6 },
    ...doors ? [{ tag: "P", text: doors, height: 12, size: 9, weight: "regular", color: BLACK, gap: 6 }] : [],
    { tag: "P", text: ticket.venue.name, height: 16, size: 11.5, smallest: 8, weight: "bold", color: BLACK, gap: 1 },
    { tag: "P", text: addressLine(ticket), height: 24, size: 9.5, smallest: 7, weight: "regular", color: BLACK, gap: 0 }
  ];
  let y = WORDS.y - 3;
  for (const part of parts) {
    const { lines, size } = fitText(doc, part.text, { width, ...part });
    tagged(doc, page, part.tag, () => {
      drawLines(doc, lines, { x: WORDS.x, y, width, height: part.height }, style(size, part.weight, part.color));
    });
    y += lines.length * size * LINE_HEIGHT + part.gap;
  }
}
function drawQr(doc, page, ticket) {
  const modules = qrModules(ticket.code);
  const side = QR_SIDE / modules.length;
  const figure = {
    alt: `QR code of ticket ${ticket.shortCode}, ${placeLine(ticket)}`,
    bbox: [QR.x, QR.y, QR.x + QR.width, QR.y + QR.height]
  };
  const draw = () => {
    for (const run of qrRuns(modules)) doc.rect(QR.x + run.x * side, QR.y + run.y * side, run.length * side, side);
    doc.fill(BLACK);
  };
  page.add(doc.struct("Figure", figure, draw));
  tagged(doc, page, "P", () => {
    const at = { x: QR.x + QR.width / 2, y: QR.y + QR.height + 20, align: "center" };
    const { lines, size } = fitText(doc, ticket.shortCode, { width: QR.width, height: 16, size: 12.5, weight: "bold" });
    drawLine(doc, lines[0] ?? "", at, style(size, "bold", BLACK));
  });
}
function drawPlace(doc, page, ticket) {
  const fields = placeFields(ticket);
  const shares = fields.length === 1 ? [1] : COLUMNS;
  let x = PLACE.x;
  for (const [index, field] of fields.entries()) {
    const width = PLACE.width * (shares[index] ?? 0);
    drawField(doc, page, field, { x, y: PLACE.y, width: width - 14, height: PLACE.height }, { size: 38, smallest: 18 });
    x += width;
  }
}
function drawDetails(doc, page, ticket) {
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
function drawField(doc, page, field, box, sizes) {
  const valueTop = box.y + 12;
  const height = box.height - 12;
  const { lines, size } = fitText(doc, field.value, { width: box.width, height, weight: "bold", ...sizes });
  tagged(doc, page, "P", () => {
    drawLine(doc, field.label, { x: box.x, y: box.y + 8 }, style(8.5, "regular", GREY));
    drawLines(doc, lines, { ...box, y: valueTop, height }, style(size, "bold", BLACK));
  });
}
function drawTerms(doc, page, ticket) {
  let { y } = TERMS;
  tagged(doc, page, "H2", () => drawLine(doc, "Good to know", { x: TERMS.x, y }, style(12, "bold", BLACK)));
  y += 10;
  for (const [index, term] of terms(ticket).entries()) {
    const weight = index === 0 ? "bold" : "regular";
    const { lines, size } = fitText(doc, term, { width: TERMS.width, height: 30, size: 10, weight });
    const top = y;
    tagged(doc, page, "P", () => drawLines(doc, lines, { ...TERMS, y: top, height: 30 }, style(size, weight, BLACK)));
    y += lines.length * size * LINE_HEIGHT + 5;
  }
}
function drawLines(doc, lines, box, look) {
  for (const [index, line] of lines.entries()) {
    drawLine(doc, line, { x: box.x, y: box.y + look.size * (0.95 + index * LINE_HEIGHT) }, look);
  }
}
function style(size, weight, color) {
  return { size, weight, color };
}
function tagged(doc, page, tag, draw) {
  page.add(doc.struct(tag, {}, draw));
}
function artifact(doc, draw) {
  doc.markContent("Artifact", { type: "Layout" });
  draw();
  doc.endMarkedContent();
}

// services/tickets/src/__p.ts
var base = {
  ticketId: "0197e1a0-0000-7000-8000-000000000001",
  code: "AWh1".repeat(40) + "AB",
  shortCode: "K7QF-2M9T",
  orderReference: "USH-4F7K2P",
  event: { name: "Northern Lights", startsAt: "2027-05-01T18:00:00Z", timeZone: "Europe/Berlin", doorsAt: "2027-05-01T17:00:00Z" },
  venue: { name: "Grand Theatre", address: "Unter den Linden 7", city: "Berlin", country: "DE" },
  organization: { name: "Lantern Stage Collective" },
  seat: { section: "Stalls", row: "F", number: "12" },
  area: null,
  tier: { key: "standard", name: "Standard" },
  price: { amount: 4500, currency: "EUR" },
  holder: { firstName: "Ada", lastName: "Lovelace" },
  accessible: false,
  locale: "en-GB"
};
for (let i = 0; i < 20; i++) await renderTicketsPdf([base, base], { now: /* @__PURE__ */ new Date(0) });
for (const n of [1, 1, 2, 4, 8]) {
  const set = Array(n).fill(base);
  const c = process.cpuUsage();
  const N = 60;
  for (let i = 0; i < N; i++) await renderTicketsPdf(set, { now: /* @__PURE__ */ new Date(0) });
  const u = process.cpuUsage(c);
  console.log(n, ((u.user + u.system) / 1e3 / N / n).toFixed(2), "ms/ticket");
}
