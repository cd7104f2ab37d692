/** What the parts of the seats page share: the map, the buyer's choice, and how to change it. */
import { createContext, useContext } from 'react';
import type { SeatCanvasHandle } from '../seat-canvas-props.ts';
import type { Plan } from '../plan.ts';
import type { SeatFilter } from '../seat-filter.ts';
import type { FilterChoice } from './filter-choice.ts';
import type { OwnView } from './own-view.ts';
import type { Announcer } from './use-announcer.tsx';
import type { BasketState } from './use-basket.ts';

export interface Choice extends BasketState {
  readonly plan: Plan;
  readonly view: OwnView;
  readonly filter: SeatFilter;
  readonly filterChoice: FilterChoice;
  /** How many seats one tap takes. */
  readonly party: number;
  readonly maxTickets: number;
  readonly announcer: Announcer;
  /** Seats to be shown as a preview on the map. */
  readonly preview: readonly number[] | undefined;
  readonly showPreview: (seats: readonly number[] | undefined) => void;
  /** Seats that were found and are held for the buyer, not in the basket. */
  readonly foundCount: number;
  /** The map has come to the page. */
  readonly onMapOpen: () => void;
  /** The map, while it is on the page. */
  readonly map: { readonly current: SeatCanvasHandle | null };
}

export const ChoiceContext = createContext<Choice | undefined>(undefined);

/** The choice of the page around; only parts below the provider ask. */
export function useChoice(): Choice {
  const choice = useContext(ChoiceContext);
  if (!choice) throw new Error('no choice: this part of the seats page stands outside of it');
  return choice;
}
