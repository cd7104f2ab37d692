/** Draws a whole seat map once, small: for a look at the house, not for choosing seats. */
import type { Box } from '../seat-map/box.ts';
import type { Plan } from '../seat-map/plan.ts';
import type { MapTheme } from '../seat-map/theme.ts';

const DPR_MAX = 2;
/** A seat fills this much of its place; too small to be told apart, seats stand close, so that their colour is seen. */
const SEAT_SHARE = 0.78;
const SMALL_SHARE = 1;
const MARGIN_PX = 8;
/** Below this size on the screen a seat is a square: nobody sees the difference. */
const ROUND_FROM_PX = 4;
const AREA_TINT = 0.18;
const NAME_PX = 12;

/** Fits the map into the canvas; 60,000 seats take a few frames' time. */
export function drawPlan(canvas: HTMLCanvasElement, plan: Plan, theme: MapTheme): void {
  const dpr = Math.min(DPR_MAX, devicePixelRatio);
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * dpr);
  canvas.height = Math.round(height * dpr);
  const paper = canvas.getContext('2d');
  if (!paper || width === 0) return;
  const { box } = plan;
  const scale = Math.min(
    (width - 2 * MARGIN_PX) / (box.right - box.left),
    (height - 2 * MARGIN_PX) / (box.bottom - box.top),
  );
  const at = {
    scale,
    x: (x: number) => (x - (box.left + box.right) / 2) * scale + width / 2,
    y: (y: number) => (y - (box.top + box.bottom) / 2) * scale + height / 2,
  };
  paper.scale(dpr, dpr);
  drawStage(paper, plan, theme, at);
  drawAreas(paper, plan, theme, at);
  drawSeats(paper, plan, theme, at);
}

interface Scale {
  readonly scale: number;
  x(x: number): number;
  y(y: number): number;
}
type Paper = CanvasRenderingContext2D;

function drawStage(paper: Paper, { stage }: Plan, theme: MapTheme, at: Scale): void {
  paper.fillStyle = theme.surface.css;
  paper.strokeStyle = theme.control.css;
  paper.beginPath();
  paper.roundRect(...rectOf(stage, at), 4);
  paper.fill();
  paper.stroke();
  writeName(paper, stage.name, stage, at, theme);
}

function drawAreas(paper: Paper, { areas }: Plan, theme: MapTheme, at: Scale): void {
  for (const area of areas) {
    const tier = theme.tiers[area.tier % theme.tiers.length];
    if (!tier) continue;
    paper.fillStyle = tier.fill.css;
    paper.strokeStyle = tier.fill.css;
    paper.beginPath();
    paper.roundRect(...rectOf(area.box, at), 6);
    paper.globalAlpha = AREA_TINT;
    paper.fill();
    paper.globalAlpha = 1;
    paper.stroke();
    writeName(paper, area.name, area.box, at, theme);
  }
}

/** All seats of a tier are one path: a change of colour costs more than a thousand seats. */
function drawSeats(paper: Paper, plan: Plan, theme: MapTheme, at: Scale): void {
  const place = plan.pitch * at.scale;
  const size = place < ROUND_FROM_PX ? place * SMALL_SHARE : place * SEAT_SHARE;
  for (const [index] of plan.tiers.entries()) {
    paper.fillStyle = theme.tiers[index % theme.tiers.length]?.fill.css ?? theme.text.css;
    paper.beginPath();
    for (let seat = 0; seat < plan.seatCount; seat += 1) {
      if (plan.tier[seat] !== index) continue;
      const [x, y] = [at.x(plan.x[seat] ?? 0), at.y(plan.y[seat] ?? 0)];
      if (size < ROUND_FROM_PX) paper.rect(x - size / 2, y - size / 2, size, size);
      else {
        paper.moveTo(x + size / 2, y);
        paper.arc(x, y, size / 2, 0, Math.PI * 2);
      }
    }
    paper.fill();
  }
}

/** A name that would not fit is left out: the words below the map have them all. */
function writeName(paper: Paper, name: string, box: Box, at: Scale, theme: MapTheme): void {
  const [x, y, width, height] = rectOf(box, at);
  paper.font = `500 ${NAME_PX}px ${theme.font}`;
  if (height < NAME_PX + 4 || paper.measureText(name).width > width - 8) return;
  paper.fillStyle = theme.text.css;
  paper.textAlign = 'center';
  paper.textBaseline = 'middle';
  paper.fillText(name, x + width / 2, y + height / 2);
}

function rectOf(box: Box, at: Scale): [x: number, y: number, width: number, height: number] {
  const [x, y] = [at.x(box.left), at.y(box.top)];
  return [x, y, at.x(box.right) - x, at.y(box.bottom) - y];
}
