/**
 * How long one choice of the best available seats takes, in halls of 60,000 seats of which half are sold: at random
 * seat by seat, and as parties of 1 to 6 who chose by hand leave them. Beside it a bare scan over 60,000 bytes.
 * Run it with `npx tsx load/best-available.ts`; it takes some seconds and needs nothing running.
 */
import { generateSeatMap } from '@usher/catalog/generate-seat-map';
import { chooseBest } from '@usher/seats/best-available';
import { FREE, SOLD } from '@usher/seats/claim';
import { freeSeatsOf } from '@usher/seats/free-seats';
import { openSeating, type Seating } from '@usher/seats/seating';
import { describeMachine } from './machine.ts';

const SEATS = 60_000;
const HALLS = 30;
const WARM_UP = 3;
const QUANTITIES = [1, 2, 3, 4, 6, 8, 12, 20];
const TIERS = ['gold', 'silver', 'bronze'];

const stadium = openStadium();
const halls = { 'sold seat by seat': soldOneByOne, 'sold by parties': soldByParties };
const probe: number[] = [];
const figures = Object.entries(halls).flatMap(([name, sell]) => measure(name, () => sell(stadium)));

console.log(describeMachine());
console.log(`\nOne choice among ${SEATS} seats, half of them sold; milliseconds.\n`);
console.log('| hall | seats asked for | median | p99 |\n|---|---|---|---|');
for (const { name, asked, times } of figures)
  console.log(`| ${name} | ${asked} | ${part(times, 0.5)} | ${part(times, 0.99)} |`);
console.log(`| a bare scan over ${SEATS} bytes | | ${part(probe, 0.5)} | ${part(probe, 0.99)} |`);

interface Figure {
  readonly name: string;
  readonly asked: string;
  readonly times: number[];
}

function measure(name: string, sell: () => Uint8Array): Figure[] {
  const wishes = QUANTITIES.flatMap((quantity) => [
    { asked: String(quantity), wish: { quantity, accessible: false } },
    { asked: `${quantity}, one tier`, wish: { quantity, tier: 1, accessible: false } },
    { asked: `${quantity}, accessible`, wish: { quantity, accessible: true } },
  ]);
  const figures = wishes.map(({ asked, wish }) => ({ name, asked, wish, times: [] as number[] }));
  for (let hall = 0; hall < HALLS + WARM_UP; hall += 1) {
    const states = sell();
    const free = freeSeatsOf(stadium, states);
    for (const { wish, times } of figures) {
      const scan = timed(() => states.reduce((count, state) => count + (state === FREE ? 1 : 0), 0));
      const choice = timed(() => chooseBest(free, wish));
      if (hall < WARM_UP) continue;
      probe.push(scan);
      times.push(choice);
    }
  }
  return figures;
}

function timed(work: () => unknown): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function part(times: number[], share: number): string {
  const sorted = [...times].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(3);
}

function openStadium(): Seating {
  const map = generateSeatMap({ shape: 'stadium', seats: SEATS, tiers: TIERS });
  const steps = (values: number[]) => values.map((value, i) => Math.round(value - (values[i - 1] ?? 0)));
  return openSeating({
    sections: map.sections.map((section) => ({
      rows: section.rows.map(({ seats }) => ({
        tiers: seats.map((seat) => TIERS.indexOf(seat.tierKey ?? '')),
        x: steps(seats.map((seat) => Math.round(seat.x))),
        y: steps(seats.map((seat) => Math.round(seat.y))),
        accessible: seats.flatMap((seat, i) => (seat.accessible === true ? [i] : [])),
      })),
    })),
  });
}

function soldOneByOne({ seatCount }: Seating): Uint8Array {
  return Uint8Array.from({ length: seatCount }, () => (Math.random() < 0.5 ? SOLD : FREE));
}

function soldByParties({ seatCount }: Seating): Uint8Array {
  const states = new Uint8Array(seatCount);
  for (let sold = 0; sold < seatCount / 2; ) {
    const from = Math.floor(Math.random() * seatCount);
    const size = 1 + Math.floor(Math.random() * 6);
    for (let seat = from; seat < Math.min(seatCount, from + size); seat += 1) {
      if (states[seat] === FREE) sold += 1;
      states[seat] = SOLD;
    }
  }
  return states;
}
