/** What posters show, one drawing per kind of event. Each gives SVG shapes for a sheet of 1200 by 675. */
/** Background, two strong colours, an accent and a light; chosen to keep contrast with each other. */
export interface Palette {
  readonly ground: string;
  readonly first: string;
  readonly second: string;
  readonly accent: string;
  readonly light: string;
}

/** A repeatable source of numbers in [0, 1). */
export type Dice = () => number;

type Draw = (palette: Palette, dice: Dice) => string;

const WIDTH = 1200;
const HEIGHT = 675;

/** Drawings by category; categories are free text, so these are only the ones the house expects. */
export const drawings: ReadonlyMap<string, Draw> = new Map([
  ['concert', soundWaves],
  ['music', soundWaves],
  ['theatre', curtain],
  ['sport', pitch],
  ['sports', pitch],
  ['club', lights],
  ['electronic', lights],
  ['classical', staves],
  ['opera', staves],
  ['comedy', laughter],
  ['family', tiles],
  ['conference', tiles],
  ['festival', hills],
]);

/** Rings spread from a sun that stands off the middle. */
function soundWaves(p: Palette, dice: Dice): string {
  const [x, y] = [between(dice, 300, 900), between(dice, 260, 460)];
  const rings = range(9).map((i) => {
    const radius = 820 - i * 88;
    return circle(x, y, radius, [p.first, p.ground, p.second, p.ground][i % 4] ?? p.ground);
  });
  const bars = range(24).map((i) => {
    const height = between(dice, 30, 210);
    return rect(i * 50 + 9, HEIGHT - height, 32, height, p.light);
  });
  return [...rings, circle(x, y, 84, p.accent), ...bars].join('');
}

/** A curtain drawn to both sides before a lit stage. */
function curtain(p: Palette, dice: Dice): string {
  const middle = between(dice, 480, 720);
  const light = `<polygon points="${middle},-60 ${middle - 330},${HEIGHT} ${middle + 330},${HEIGHT}" fill="${p.light}" opacity="0.9"/>`;
  const folds = range(9).flatMap((i) => {
    const [inner, fill] = [i * 46, i % 2 ? p.first : p.second];
    const fold = (side: number) => {
      const x = (d: number) => (side < 0 ? d : WIDTH - d);
      return `<path d="M${x(inner)},0 h${-side * 47} C${x(inner + 60)},260 ${x(inner * 0.55 + 40)},420 ${x(inner * 0.5 + 24)},${HEIGHT} H${x(inner * 0.5)} C${x(inner * 0.55)},420 ${x(inner + 20)},260 ${x(inner)},0Z" fill="${fill}"/>`;
    };
    return [fold(-1), fold(1)];
  });
  const valance = range(9).map((i) => circle(i * 150, 0, 84, i % 2 ? p.second : p.first));
  const star = circle(middle, HEIGHT - 150, between(dice, 60, 110), p.accent);
  return [light, ellipse(middle, HEIGHT, 400, 80, p.light), star, ...folds, ...valance].join('');
}

/** Lines of a pitch seen at a slant, and a ball. */
function pitch(p: Palette, dice: Dice): string {
  const turn = between(dice, -22, 22);
  const stripes = range(12).map((i) => rect(-300 + i * 150, -400, 75, 1500, p.first, 0.35));
  const line = (body: string) => `<g fill="none" stroke="${p.light}" stroke-width="14">${body}</g>`;
  const marks = line(
    `<circle cx="600" cy="337" r="190"/><path d="M600,-500V1200M-60,80H1260M-60,595H1260"/><rect x="-130" y="180" width="260" height="315"/><rect x="1070" y="180" width="260" height="315"/>`,
  );
  const [x, y] = [between(dice, 250, 950), between(dice, 180, 500)];
  const trail = range(5).map((i) => circle(x - (5 - i) * 62, y + (5 - i) * 34, 42 + i * 11, p.second, 0.18 + i * 0.1));
  return `<g transform="rotate(${turn} 600 337)">${stripes.join('')}${marks}</g>${trail.join('')}${circle(x, y, 104, p.accent)}${circle(x - 26, y - 28, 34, p.light, 0.8)}`;
}

/** Beams over a floor of dots. */
function lights(p: Palette, dice: Dice): string {
  const beams = range(7).map((i) => {
    const [from, to] = [i * 200, between(dice, -200, 1400)];
    const fill = [p.first, p.second, p.accent][i % 3] ?? p.first;
    return `<polygon points="${from},-20 ${to - 110},${HEIGHT} ${to + 110},${HEIGHT}" fill="${fill}" opacity="0.5"/>`;
  });
  const phase = dice() * 6;
  const dots = range(24).flatMap((column) =>
    range(7).map((row) => {
      const radius = 4 + 16 * Math.abs(Math.sin(column * 0.4 + phase + row * 0.55)) * ((row + 2) / 8);
      return circle(25 + column * 50, 350 + row * 50, radius, p.light, 0.9);
    }),
  );
  return [...beams, ...dots, circle(between(dice, 350, 850), 170, 92, p.light)].join('');
}

/** Five lines that swing, with notes on them. */
function staves(p: Palette, dice: Dice): string {
  const [lift, sink] = [between(dice, -160, 60), between(dice, 560, 820)];
  const curve = (y: number) => `M-20,${y} C340,${lift + y - 150} 760,${sink + y - 480} 1220,${y - 60}`;
  const bands = range(6).map(
    (i) =>
      `<path d="${curve(250 + i * 56)} V900 H-20Z" fill="${i % 2 ? p.first : p.second}" opacity="${0.25 + i * 0.13}"/>`,
  );
  const lines = range(5).map(
    (i) => `<path d="${curve(222 + i * 56)}" fill="none" stroke="${p.light}" stroke-width="5"/>`,
  );
  const notes = range(6).map((i) => {
    const [x, y] = [130 + i * 190, between(dice, 230, 480)];
    return `${rect(x + 33, y - 150, 9, 150, p.accent)}<ellipse cx="${x}" cy="${y}" rx="44" ry="31" transform="rotate(-20 ${x} ${y})" fill="${p.accent}"/>`;
  });
  return [...bands, ...lines, ...notes].join('');
}

/** A laughing face, larger than the sheet. */
function laughter(p: Palette, dice: Dice): string {
  const [x, tilt] = [between(dice, 420, 780), between(dice, -14, 14)];
  const rays = range(12).map(
    (i) =>
      `<polygon points="${x},330 ${x - 110},-900 ${x + 110},-900" transform="rotate(${i * 30} ${x} 330)" fill="${p.first}"/>`,
  );
  const eye = (side: number) =>
    `<path d="M${x + side * 100 - 54},270 a54,54 0 0 1 108,0" fill="none" stroke="${p.ground}" stroke-width="22" stroke-linecap="round"/>`;
  const mouth = `<path d="M${x - 170},350 h340 a170,170 0 0 1 -340,0Z" fill="${p.ground}"/><path d="M${x - 92},478 a110,90 0 0 1 184,0 a170,170 0 0 1 -184,0Z" fill="${p.accent}"/>`;
  return `${rays.join('')}<g transform="rotate(${tilt} ${x} 330)">${circle(x, 330, 290, p.second)}${eye(-1)}${eye(1)}${mouth}</g>`;
}

/** Quarter circles, halves and dots in a grid. */
function tiles(p: Palette, dice: Dice): string {
  const size = 150;
  const colours = [p.first, p.second, p.accent, p.light];
  return range(8 * 5)
    .map((i) => {
      const [x, y] = [(i % 8) * size, Math.floor(i / 8) * size];
      const colour = () => colours[Math.floor(dice() * colours.length)] ?? p.first;
      const shapes = [
        `<path d="M0,0 H${size} A${size},${size} 0 0 1 0,${size}Z" fill="${colour()}"/>`,
        `<path d="M0,0 H${size} A${size / 2},${size / 2} 0 0 1 0,0Z" fill="${colour()}"/>${circle(75, 112, 26, colour())}`,
        `${rect(0, 0, size, size, colour())}${circle(75, 75, 48, p.ground)}`,
        `<polygon points="0,0 ${size},0 0,${size}" fill="${colour()}"/>`,
      ];
      const turn = Math.floor(dice() * 4) * 90;
      return `<g transform="translate(${x} ${y}) rotate(${turn} 75 75)">${shapes[Math.floor(dice() * shapes.length)] ?? ''}</g>`;
    })
    .join('');
}

/** Hills under a sun, with bunting above. */
function hills(p: Palette, dice: Dice): string {
  const sun = [220, 170, 120].map((r, i) =>
    circle(between(dice, 500, 520), 330, r, [p.second, p.first, p.light][i] ?? p.light),
  );
  const hill = (y: number, fill: string) =>
    `<path d="M-20,${y + between(dice, -60, 60)} C260,${y - between(dice, 60, 240)} 520,${y + 140} 760,${y} S1120,${y - between(dice, 40, 160)} 1220,${y} V700 H-20Z" fill="${fill}"/>`;
  const flags = range(15).map((i) => {
    const y = 34 + 60 * Math.sin((i / 14) * Math.PI);
    return `<polygon points="${i * 84},${y} ${i * 84 + 62},${y} ${i * 84 + 31},${y + 74}" fill="${[p.first, p.accent, p.light][i % 3] ?? p.light}"/>`;
  });
  return [...sun, hill(430, p.accent), hill(510, p.second), hill(590, p.first), ...flags].join('');
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const between = (dice: Dice, low: number, high: number) => Math.round(low + dice() * (high - low));
const circle = (x: number, y: number, r: number, fill: string, opacity = 1) => ellipse(x, y, r, r, fill, opacity);
const ellipse = (x: number, y: number, rx: number, ry: number, fill: string, opacity = 1) =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx.toFixed(1)}" ry="${ry.toFixed(1)}" fill="${fill}" opacity="${opacity.toFixed(2)}"/>`;
const rect = (x: number, y: number, width: number, height: number, fill: string, opacity = 1) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" opacity="${opacity}"/>`;
