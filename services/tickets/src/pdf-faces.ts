/**
 * The typefaces of printed tickets, and which of them draws which part of a text.
 *
 * DejaVu Sans draws Latin, Greek, Cyrillic, Hebrew, Arabic and more; Noto and Source Han draw their scripts;
 * GNU Unifont, plain but nearly complete, draws whatever is left, so that every name prints as its owner writes it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Bidi } from 'bidi-js';
import type * as Fontkit from 'fontkit';
import type { Font, GlyphRun } from 'fontkit';

export type Weight = 'regular' | 'bold';

/** One opened font file. `weight` is its own; a bold text in a regular face is thickened when drawn. */
export interface Face {
  name: string;
  weight: Weight;
  font: Font;
}

/** A stretch of text in one face, script and direction, its characters in reading order. */
export interface TextRun {
  text: string;
  face: Face;
  /** Its words may be shaped one by one. Where words run right to left they would swap places. */
  wordByWord: boolean;
}

const MAIN_FILES: Readonly<Record<Weight, string>> = {
  regular: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf',
  bold: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf',
};

/** Asked in this order: the small and quick to open first, the one that has everything last. */
const FALLBACK_FILES = [
  '@fontsource/noto-sans-thai/files/noto-sans-thai-thai-400-normal.woff',
  '@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-400-normal.woff',
  '@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf',
  '@librescore/fonts/SourceHanSansCN.min.woff2',
  '@librescore/fonts/SourceHanSansKR.min.woff2',
  '@fontsource/unifontex/files/unifontex-latin-400-normal.woff',
];

const SUBSTITUTE = '\ufffd';
/** Words are short and tickets repeat them; past this many the memory starts afresh. */
const WORDS_REMEMBERED_MAX = 10_000;

const PLAIN_TEXT = /^[\u0020-\u024f]*$/;
const EMOJI = /^\p{Extended_Pictographic}\ufe0f|^\p{Emoji_Presentation}/u;
const LETTER = /\p{L}/u;
const ARABIC = /\p{Script=Arabic}/u;
const RIGHT_TO_LEFT_LETTER = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** Joiners, variation selectors and marks that change their neighbours and need no glyph of their own. */
const GLYPHLESS = /^[\p{Default_Ignorable_Code_Point}\u200b-\u200f\ufe00-\ufe0f]$/u;

const require = createRequire(import.meta.url);
const clusters = new Intl.Segmenter('und', { granularity: 'grapheme' });
// Its type declarations promise a default export that the module does not have.
const bidi = (require('bidi-js') as () => Bidi)();
/** Font files never change while a process runs, and opening one costs up to 0.3 s: each is opened once, when needed. */
const opened = new Map<string, Face>();

/** Text as one line of it prints: composed, its white space and control characters turned into spaces. */
export function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{White_Space}\p{Cc}]+/gu, ' ')
    .trim();
}

/** User-perceived characters: the places where a word may be broken or cut. */
export function graphemes(text: string): string[] {
  return Array.from(clusters.segment(text), ({ segment }) => segment);
}

/**
 * The runs of one line from left to right on paper (Unicode Bidirectional Algorithm, UAX 9), each in the first
 * face that has all its glyphs. What no face has becomes U+FFFD: visible, never dropped. Never throws.
 */
export function textRuns(text: string, weight: Weight): TextRun[] {
  const main = open(MAIN_FILES[weight], weight);
  if (PLAIN_TEXT.test(text)) return text === '' ? [] : [{ text, face: main, wordByWord: true }];
  const { levels } = bidi.getEmbeddingLevels(text);
  const mirrored = bidi.getMirroredCharactersMap(text, levels);
  const runs: LevelRun[] = [];
  for (const { segment, index } of clusters.segment(text)) {
    const level = levels[index] ?? 0;
    const last = runs.at(-1);
    const cluster = drawable(mirrored.get(index) ?? segment, main);
    // The shaper takes a run's first script for all of it: Arabic after Hebrew would print unjoined.
    const arabic = last && !LETTER.test(segment) ? last.arabic : ARABIC.test(segment);
    if (last && last.level === level && last.face === cluster.face && last.arabic === arabic) {
      last.clusters.push(cluster.text);
    } else runs.push({ level, arabic, face: cluster.face, clusters: [cluster.text] });
  }
  return visualOrder(runs).map(({ level, face, clusters: parts }) => {
    // The shaper turns a run around when its script runs right to left; a run of marks alone has no script to tell it.
    const turned = level % 2 === 1 && !RIGHT_TO_LEFT_LETTER.test(parts.join(''));
    return { text: (turned ? parts.reverse() : parts).join(''), face, wordByWord: level === 0 };
  });
}

interface LevelRun {
  level: number;
  arabic: boolean;
  face: Face;
  clusters: string[];
}

function drawable(cluster: string, main: Face): { text: string; face: Face } {
  if (!EMOJI.test(cluster) && hasGlyphs(main, cluster)) return { text: cluster, face: main };
  for (const file of FALLBACK_FILES) {
    const face = open(file, 'regular');
    if (hasGlyphs(face, cluster)) return { text: cluster, face };
  }
  if (hasGlyphs(main, cluster)) return { text: cluster, face: main };
  const [base = '', ...marks] = cluster;
  // A letter with a mark that no face knows keeps its letter.
  return marks.length > 0 ? drawable(base, main) : { text: SUBSTITUTE, face: main };
}

function hasGlyphs(face: Face, cluster: string): boolean {
  for (const character of cluster) {
    if (GLYPHLESS.test(character)) continue;
    if (!face.font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)) return false;
  }
  return true;
}

/** Rule L2 of UAX 9: from the highest level down, turn every stretch at that level or above around. */
function visualOrder(runs: readonly LevelRun[]): LevelRun[] {
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

function open(file: string, weight: Weight): Face {
  const known = opened.get(file);
  if (known) return known;
  // Not before the first page: every process of a split installation would load it.
  const { create } = require('fontkit') as typeof Fontkit;
  const font = create(readFileSync(require.resolve(file)));
  if (!('layout' in font)) throw new Error(`tickets: ${file} is a collection, not a font`);
  const face: Face = { name: font.postscriptName, weight, font: withMemory(font) };
  opened.set(file, face);
  return face;
}

/** The font with a memory of shaped words: shaping is most of the cost of a ticket, and its labels never change. */
function withMemory(font: Font): Font {
  const shaped = new Map<string, GlyphRun>();
  const layout: Font['layout'] = (text, features) => {
    const key = features ? `+${text}` : text;
    let run = shaped.get(key);
    if (!run) {
      run = font.layout(text, features);
      if (shaped.size >= WORDS_REMEMBERED_MAX) shaped.clear();
      shaped.set(key, run);
    }
    // The caller scales positions in place, so it gets its own.
    const positions = run.positions.map(({ xAdvance, yAdvance, xOffset, yOffset }) => {
      return { xAdvance, yAdvance, xOffset, yOffset };
    });
    return Object.create(run, { positions: { value: positions } }) as typeof run;
  };
  return Object.create(font, { layout: { value: layout } }) as typeof font;
}
