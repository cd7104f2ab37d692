/** How many people the unnumbered areas of a published event take, and changing that in mid-sale. */
import { useFetcher } from 'react-router';
import type { Data, Refusal } from '../api/ask.ts';
import { Button } from '../ui/button.tsx';
import { CardSection } from '../ui/card.tsx';
import { controlLook } from '../ui/field.tsx';
import { Problem } from '../ui/problem.tsx';
import { formatCount, formatNumber } from '../words/format.ts';

interface Area {
  readonly id: string;
  readonly name: string;
}
type Places = Data<'getAvailability'>['areas'][number];

/** What the action answers after a change of one area. */
export interface AreaAnswer {
  readonly areaId: string;
  readonly capacity: number | null;
  readonly refusal: Refusal | null;
}

/** One line per area, each with a form of its own. */
export function AreaCapacities({ areas, now }: { areas: readonly Area[]; now: readonly Places[] }) {
  return (
    <CardSection title="Standing areas">
      <ul className="grid gap-6">
        {areas.map((area) => (
          <AreaLine key={area.id} area={area} places={now.find(({ id }) => id === area.id)} />
        ))}
      </ul>
    </CardSection>
  );
}

function AreaLine({ area, places }: { area: Area; places: Places | undefined }) {
  const fetcher = useFetcher<AreaAnswer>();
  const answer = fetcher.data?.areaId === area.id ? fetcher.data : undefined;
  const claimed = answer?.refusal?.code === 'capacity_below_claimed' ? answer.refusal.more['claimed'] : undefined;
  const isBusy = fetcher.state !== 'idle';
  return (
    <li className="grid gap-x-6 gap-y-3 border-line border-b pb-4 last:border-b-0 last:pb-0 md:grid-cols-[minmax(0,1fr)_auto] md:items-center">
      <div className="grid">
        <span className="font-medium">{area.name}</span>
        <span className="tabular text-muted">
          {places && `${formatNumber(places.free)} of ${formatCount(places.capacity, 'place')} free`}
        </span>
      </div>
      <fetcher.Form method="post" className="flex items-center gap-2">
        <AreaInputs areaId={area.id} />
        <label htmlFor={`capacity-${area.id}`} className="whitespace-nowrap text-muted text-small">
          <span className="sr-only">{area.name}: </span>
          New capacity
        </label>
        <input
          id={`capacity-${area.id}`}
          name="capacity"
          type="number"
          inputMode="numeric"
          min={0}
          required
          className={`${controlLook} tabular max-w-32`}
        />
        <Button type="submit" busy={isBusy} busyLabel="Saving…">
          Change
        </Button>
      </fetcher.Form>
      <p role="status" className="col-span-full font-medium text-small text-success empty:hidden">
        {answer?.capacity != null && !isBusy && `Saved: ${area.name} takes ${formatNumber(answer.capacity)} people.`}
      </p>
      <Problem
        className="col-span-full"
        refusal={answer?.refusal}
        action={
          typeof claimed === 'number' && (
            <fetcher.Form method="post">
              <AreaInputs areaId={area.id} />
              <input type="hidden" name="capacity" value={claimed} />
              <Button type="submit" size="small" busy={isBusy}>
                Set {formatNumber(claimed)}
              </Button>
            </fetcher.Form>
          )
        }
      />
    </li>
  );
}

function AreaInputs({ areaId }: { areaId: string }) {
  return (
    <>
      <input type="hidden" name="intent" value="area" />
      <input type="hidden" name="areaId" value={areaId} />
    </>
  );
}
