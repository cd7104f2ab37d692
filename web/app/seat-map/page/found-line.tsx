/** What was found, and what one can do about it. */
import { X } from 'lucide-react';
import { Button, IconButton } from '../../ui/button.tsx';
import { totalsOf } from '../basket.ts';
import { isOpen } from '../seat-filter.ts';
import type { Found } from './best-seats.ts';
import { useChoice } from './choice.ts';
import { groupWords, totalWords } from './seat-words.ts';
import { useLive } from './use-live.ts';
import { resultSentence, type Search } from './use-search.ts';

/** Nothing until something was asked for. */
export function FoundLine({ search }: { search: Search }) {
  const { result } = search;
  if (result === undefined) return null;
  return (
    <div className="flex items-start gap-1 rounded-card border border-brand bg-surface py-1 ps-4 pe-1">
      <div className="grid min-w-0 flex-1 gap-2 py-1 md:flex md:items-center md:justify-between md:gap-4">
        {typeof result === 'object' ? (
          <FoundSeats found={result} search={search} />
        ) : (
          <NothingFound result={result} search={search} />
        )}
      </div>
      <IconButton label="Close" icon={<X aria-hidden size={20} />} onClick={search.close} />
    </div>
  );
}

function FoundSeats({ found, search }: { found: Found; search: Search }) {
  const { plan, view, deeds } = useChoice();
  useLive(view);
  const isStillFree = found.seats.every((seat) => view.isFree(seat));
  const seats = found.seats.map((seat) => ({ seat, lost: false }));
  const take = () => {
    search.close();
    deeds.add(found.seats);
  };
  return (
    <>
      <p>
        <span className="font-bold">{groupWords(plan, found.seats)}</span>
        <span className="tabular"> · {totalWords(totalsOf(plan, { seats, areas: [] }))}</span>
        {found.split && <span className="block text-muted text-small">In two rows, one right behind the other.</span>}
        {!isStillFree && <span className="block font-medium text-danger text-small">Just taken by someone else.</span>}
      </p>
      <div className="flex shrink-0 flex-wrap gap-2">
        {isStillFree && (
          <Button variant="primary" size="small" onClick={take}>
            {found.seats.length === 1 ? 'Take this seat' : 'Take these'}
          </Button>
        )}
        <Button size="small" onClick={search.findOther}>
          Other seats
        </Button>
      </div>
    </>
  );
}

function NothingFound({ result, search }: { result: 'none' | 'end'; search: Search }) {
  const { party, filter } = useChoice();
  return (
    <>
      <p className="font-medium">{resultSentence(result, party)}</p>
      <div className="flex flex-wrap gap-2">
        {result === 'end' && (
          <Button size="small" onClick={search.find}>
            Show the best again
          </Button>
        )}
        {result === 'none' && party > 1 && (
          <Button size="small" onClick={search.tryFewer}>
            Try {party - 1}
          </Button>
        )}
        {result === 'none' && !isOpen(filter) && <p className="text-muted text-small">A wider filter may help.</p>}
      </div>
    </>
  );
}
