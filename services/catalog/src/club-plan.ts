/** A club: everybody stands; the nearer the stage at the top, the better. */
import type { Plan } from './seat-plan.ts';

/** Plans a club for that many people, in areas only. */
export function clubPlan(places: number): Plan {
  const scale = Math.sqrt(places / 2000);
  const at = (x: number, y: number) => ({ x: x * scale, y: y * scale });
  return {
    rows: [],
    areas: [
      { name: 'Front of Stage', share: 5, score: 0, ...at(0, 500) },
      { name: 'Dance Floor', share: 20, score: 1, ...at(0, 1300) },
      { name: 'Balcony', share: 7, score: 1, ...at(1500, 1000) },
      { name: 'Bar', share: 8, score: 2, ...at(0, 2200) },
    ],
    areaPlaces: places,
  };
}
