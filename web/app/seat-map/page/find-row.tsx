/** How many, map or list, and the best seats that are left: found in one press, taken in a second. */
import { clsx } from 'clsx';
import { Sparkles } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../words/format.ts';
import { ticketsIn } from '../basket.ts';
import { useChoice } from './choice.ts';
import { ChipSelect } from './chip-select.tsx';
import type { FilterChoice } from './filter-choice.ts';
import { ResultLine } from './filter-row.tsx';
import { FoundLine } from './found-line.tsx';
import type { SeatsView } from './remembered-view.ts';
import { useSearch } from './use-search.ts';
import { ViewSwitch } from './view-switch.tsx';

interface FindRowProps {
  readonly controls: {
    readonly view: SeatsView;
    readonly chooseView: (view: SeatsView) => void;
    readonly party: number;
    readonly chooseParty: (party: number) => void;
    readonly chooseFilter: (choice: FilterChoice) => void;
  };
}

/** Party size, *Find seats*, and the switch between map and list; what was found takes their place on a phone. */
export function FindRow({ controls }: FindRowProps) {
  const { plan, basket, maxTickets } = useChoice();
  const search = useSearch(controls.chooseParty);
  return (
    <>
      <div
        className={clsx('flex flex-wrap items-center gap-1.5 md:gap-2', search.result !== undefined && 'max-md:hidden')}
      >
        {plan.seatCount > 0 && (
          <>
            <ChipSelect
              label="How many seats together"
              value={controls.party}
              onChange={({ currentTarget }) => controls.chooseParty(Number(currentTarget.value))}
            >
              {Array.from({ length: maxTickets }, (_, i) => (
                <option key={i} value={i + 1}>
                  {formatCount(i + 1, 'seat')}
                </option>
              ))}
            </ChipSelect>
            <Button
              size="small"
              variant={ticketsIn(basket) === 0 && search.result === undefined ? 'primary' : 'secondary'}
              icon={<Sparkles aria-hidden size={18} className="max-sm:hidden" />}
              onClick={search.find}
            >
              Find seats
            </Button>
          </>
        )}
        <ResultLine onClear={controls.chooseFilter} />
        <ViewSwitch {...controls} />
      </div>
      <FoundLine search={search} />
    </>
  );
}

/** Keeps the row's place while the map is loading: the switch is its highest part, on a phone the count is below it. */
export function FindRowWaiting() {
  return <div className="min-h-[4.5rem] md:min-h-11.5 md:pointer-fine:min-h-10.5 pointer-fine:min-h-17" />;
}
