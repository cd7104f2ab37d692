/** The map, the list and the basket of one event: from its address to *Continue*. */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { RefreshCw } from 'lucide-react';
import { useFetcher } from 'react-router';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty.tsx';
import type { SeatCanvasHandle } from '../seat-canvas-props.ts';
import { ticketsIn } from '../basket.ts';
import type { Plan } from '../plan.ts';
import { BarWaiting, BasketBar } from './basket-bar.tsx';
import { BasketPanel } from './basket-panel.tsx';
import { type Choice, ChoiceContext } from './choice.ts';
import { type FilterChoice, readFilterChoice, seatFilterOf, writeFilterChoice } from './filter-choice.ts';
import { FilterRow, ResultLine } from './filter-row.tsx';
import { FindRow } from './find-row.tsx';
import type { FindAnswer } from './find-seats.server.ts';
import type { HoldRefused } from './hold-basket.server.ts';
import { ListView } from './list-view.tsx';
import { MapFrame, MapWaiting } from './map-frame.tsx';
import { MapView, preloadCanvas } from './map-view.tsx';
import { NO_PLACES, type OwnView } from './own-view.ts';
import { ReleaseDialog } from './release-dialog.tsx';
import { asView, rememberView, type SeatsView } from './remembered-view.ts';
import type { SeatsData, SeatsEvent } from './seats-loader.server.ts';
import { useAddress } from './use-address.ts';
import { type Announcer, useAnnouncer } from './use-announcer.tsx';
import { useBasket } from './use-basket.ts';
import { useContinue } from './use-continue.ts';
import { type Finding, useFinding } from './use-finding.ts';
import { placesOf, useOwnHold, useOwnPlaces } from './use-own-places.ts';
import { useSeatMap } from './use-seat-map.ts';
import { ViewSwitch } from './view-switch.tsx';

interface ChooserProps {
  readonly data: SeatsData;
  /** What *Find seats* was answered before the page woke up. */
  readonly first: FindAnswer | undefined;
}

/** Everything below the header. The map is waited for, and the page says so; seats can be found meanwhile. */
export function Chooser({ data, first }: ChooserProps) {
  const { event } = data;
  const [parameters, write] = useAddress();
  const { map, retry } = useSeatMap(event.id, event.tiers);
  const controls = useControls(data, parameters, write);
  const { announcer, regions } = useAnnouncer();
  const own = useOwnHold(data.hold);
  const finding = useFinding({ first, attempt: data.attempt, hold: own.hold, announcer, onEnd: own.end });
  useEffect(() => {
    if (controls.view === 'map') preloadCanvas();
  }, [controls.view]);
  return (
    <>
      {map.state === 'ready' ? (
        <Choosing
          key={map.plan.version}
          {...{ data, controls, address: { parameters, write }, announcer, own, finding }}
          {...map}
        />
      ) : (
        <Waiting
          {...{ event, controls, finding }}
          places={map.state === 'failed' ? <MapFailed onRetry={retry} /> : <PlacesWaiting />}
        />
      )}
      {regions}
    </>
  );
}

interface WaitingProps {
  readonly event: SeatsEvent;
  readonly controls: Controls;
  readonly finding: Finding;
  readonly places: ReactNode;
}

function Waiting({ event, controls, finding, places }: WaitingProps) {
  return (
    <>
      <Columns
        controls={
          <>
            <FilterRow event={event} choice={controls.filterChoice} onChoose={controls.chooseFilter} />
            <FindRow {...{ finding, event, controls }} hasChoice={false} isLeft={() => true} />
          </>
        }
        places={places}
      />
      <BarWaiting event={event} foundCount={finding.found?.hold.items.length ?? 0} />
    </>
  );
}

type Controls = ReturnType<typeof useControls>;
type Address = { readonly parameters: URLSearchParams; readonly write: ReturnType<typeof useAddress>[1] };

/** What the buyer set, all of it kept in the address. */
function useControls({ event, remembered }: SeatsData, parameters: URLSearchParams, write: Address['write']) {
  const usual: SeatsView = event.seating === 'areas' ? 'list' : (remembered ?? 'map');
  const view = asView(parameters.get('view')) ?? usual;
  const chooseView = (next: SeatsView) => {
    rememberView(next);
    write((before) => withParameter(before, 'view', next));
  };
  // Who has the colours of the page replaced cannot tell the seats of a drawing apart.
  useEffect(() => {
    if (parameters.get('view') === null && window.matchMedia('(forced-colors: active)').matches)
      write((before) => withParameter(before, 'view', 'list'));
  }, [parameters, write]);
  const party = Math.min(event.maxTickets, Math.max(1, Math.floor(Number(parameters.get('party') ?? 1)) || 1));
  return {
    view,
    chooseView,
    party,
    chooseParty: (next: number) => write((before) => withParameter(before, 'party', String(next))),
    filterChoice: readFilterChoice(parameters, event.tiers),
    chooseFilter: (choice: FilterChoice) => write((before) => writeFilterChoice(choice, before)),
    search: parameters.toString(),
  };
}

interface ChoosingProps {
  readonly data: SeatsData;
  readonly controls: Controls;
  readonly address: Address;
  readonly announcer: Announcer;
  readonly own: ReturnType<typeof useOwnHold>;
  readonly finding: Finding;
  readonly plan: Plan;
  readonly view: OwnView;
}

function Choosing({ data, controls, address, announcer, own, finding, plan, view }: ChoosingProps) {
  const { event } = data;
  const { maxTickets } = event;
  const places = useOwnPlaces(own.hold, plan, view);
  const fetcher = useFetcher<HoldRefused>();
  const isGoing = fetcher.state !== 'idle' || finding.isBusy;
  // Seats that were found are shown where they were asked for; the basket is what the buyer picks.
  const picked = finding.found ? NO_PLACES : places;
  const state = useBasket({ plan, view, maxTickets, announcer, isGoing }, address, picked);
  const going = useContinue({ fetcher, data, plan, view, basket: state.basket, own: { ...own, places } });
  const [preview, showPreview] = useState<readonly number[]>();
  const map = useRef<SeatCanvasHandle>(null);
  const found = useFoundSeats(finding, { plan, map });
  const { filterChoice, party } = controls;
  const filter = useMemo(() => seatFilterOf(filterChoice, plan.tiers), [plan, filterKey(filterChoice)]);
  const choice: Choice = {
    ...state,
    ...{ plan, view, filter, filterChoice, party, maxTickets, announcer, map, showPreview },
    preview: preview ?? found.seats,
    foundCount: found.seats?.length ?? 0,
    onMapOpen: found.show,
  };
  const showFound = () => {
    controls.chooseView('map');
    found.show();
  };
  return (
    <ChoiceContext value={choice}>
      <Columns
        controls={
          <>
            <FilterRow event={event} choice={filterChoice} onChoose={controls.chooseFilter} />
            <FindRow
              {...{ finding, event, controls }}
              hasChoice={ticketsIn(state.basket) > 0}
              isLeft={(tier) => view.version < 0 || view.freeAt(tier) > 0}
              onShow={showFound}
            >
              <ResultLine onClear={controls.chooseFilter} />
              <ViewSwitch {...controls} />
            </FindRow>
          </>
        }
        places={controls.view === 'map' ? <MapView /> : <ListView />}
        basket={<BasketPanel going={going} />}
      />
      <BasketBar going={going} />
      <ReleaseDialog going={going} />
    </ChoiceContext>
  );
}

/** The seats that were found as the map knows them; it goes there by itself when they are new. */
function useFoundSeats(
  { found }: Finding,
  { plan, map }: { plan: Plan; map: { readonly current: SeatCanvasHandle | null } },
) {
  const holdId = found?.hold.id;
  const seats = useMemo(() => (found ? [...placesOf(found.hold, plan).seats] : undefined), [holdId, plan]);
  const show = () => {
    if (seats) map.current?.showSeats(seats);
  };
  useEffect(show, [holdId]);
  return { seats, show };
}

/** Controls above the places, the basket beside them on a desk. */
function Columns({ controls, places, basket }: { controls: ReactNode; places: ReactNode; basket?: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-3 lg:grid-cols-[minmax(0,1fr)_22.5rem]">
      <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-2">
        {controls}
        {places}
      </div>
      <aside aria-label="Your choice" className="hidden lg:block">
        {basket}
      </aside>
    </div>
  );
}

/** As high as what is coming, map or list. */
function PlacesWaiting() {
  return (
    <MapFrame>
      <MapWaiting />
    </MapFrame>
  );
}

function MapFailed({ onRetry }: { onRetry: () => void }) {
  return (
    <EmptyState
      title="We couldn’t load the seats"
      action={
        <Button variant="primary" icon={<RefreshCw aria-hidden size={20} />} onClick={onRetry}>
          Try again
        </Button>
      }
    >
      <p>Nothing is lost. Check your connection and try again.</p>
    </EmptyState>
  );
}

const filterKey = ({ tiers, upTo, accessible }: FilterChoice): string => `${tiers.join()}|${upTo}|${accessible}`;

function withParameter(before: URLSearchParams, name: string, value: string): URLSearchParams {
  const after = new URLSearchParams(before);
  after.set(name, value);
  return after;
}
