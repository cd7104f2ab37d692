/** The map, the list and the basket of one event: from its address to *Continue*. */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { RefreshCw } from 'lucide-react';
import { useFetcher } from 'react-router';
import { seatIndexOf } from '@usher/contracts/seat-ids';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty.tsx';
import type { SeatCanvasHandle } from '../seat-canvas-props.ts';
import type { Plan } from '../plan.ts';
import { BarWaiting, BasketBar } from './basket-bar.tsx';
import { BasketPanel } from './basket-panel.tsx';
import { type Choice, ChoiceContext } from './choice.ts';
import { type FilterChoice, readFilterChoice, seatFilterOf, writeFilterChoice } from './filter-choice.ts';
import { FilterRow } from './filter-row.tsx';
import { FindRow, FindRowWaiting } from './find-row.tsx';
import type { HoldRefused } from './hold-basket.server.ts';
import { ListView } from './list-view.tsx';
import { MapFrame, MapWaiting } from './map-frame.tsx';
import { MapView, preloadCanvas } from './map-view.tsx';
import { NO_PLACES, type OwnPlaces, type OwnView } from './own-view.ts';
import { ReleaseDialog } from './release-dialog.tsx';
import { asView, rememberView, type SeatsView } from './remembered-view.ts';
import type { SeatsData } from './seats-loader.server.ts';
import { useAddress } from './use-address.ts';
import { useAnnouncer } from './use-announcer.tsx';
import { useBasket } from './use-basket.ts';
import { useContinue } from './use-continue.ts';
import { useSeatMap } from './use-seat-map.ts';

/** Everything below the header; waits for the map, and says so. */
export function Chooser({ data }: { data: SeatsData }) {
  const { event } = data;
  const [parameters, write] = useAddress();
  const { map, retry } = useSeatMap(event.id, event.tiers);
  const controls = useControls(data, parameters, write);
  useEffect(() => {
    if (controls.view === 'map') preloadCanvas();
  }, [controls.view]);
  if (map.state === 'ready')
    return <Choosing key={map.plan.version} data={data} controls={controls} address={{ parameters, write }} {...map} />;
  return (
    <>
      <Columns
        controls={
          <>
            <FilterRow event={event} choice={controls.filterChoice} onChoose={controls.chooseFilter} />
            <FindRowWaiting />
          </>
        }
        places={map.state === 'failed' ? <MapFailed onRetry={retry} /> : <PlacesWaiting />}
      />
      <BarWaiting event={event} />
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
  };
}

interface ChoosingProps {
  readonly data: SeatsData;
  readonly controls: Controls;
  readonly address: Address;
  readonly plan: Plan;
  readonly view: OwnView;
}

function Choosing({ data, controls, address, plan, view }: ChoosingProps) {
  const { event } = data;
  const { announcer, regions } = useAnnouncer();
  const own = useOwnPlaces(data, plan, view);
  const fetcher = useFetcher<HoldRefused>();
  const isGoing = fetcher.state !== 'idle';
  const state = useBasket({ plan, view, maxTickets: event.maxTickets, announcer, isGoing }, address, own.places);
  const going = useContinue({ fetcher, data, plan, view, basket: state.basket, own });
  const [preview, showPreview] = useState<readonly number[]>();
  const map = useRef<SeatCanvasHandle>(null);
  const { filterChoice, party } = controls;
  const filter = useMemo(() => seatFilterOf(filterChoice, plan.tiers), [plan, filterKey(filterChoice)]);
  const { maxTickets } = event;
  const choice: Choice = {
    ...state,
    plan,
    view,
    filter,
    filterChoice,
    party,
    maxTickets,
    announcer,
    preview,
    showPreview,
    map,
  };
  return (
    <ChoiceContext value={choice}>
      <Columns
        controls={
          <>
            <FilterRow event={event} choice={filterChoice} onChoose={controls.chooseFilter} />
            <FindRow controls={controls} />
          </>
        }
        places={controls.view === 'map' ? <MapView /> : <ListView />}
        basket={<BasketPanel going={going} />}
      />
      <BasketBar going={going} />
      <ReleaseDialog going={going} />
      {regions}
    </ChoiceContext>
  );
}

/** What the buyer holds already: theirs on the map until the hold ends. */
function useOwnPlaces({ hold }: SeatsData, plan: Plan, view: OwnView) {
  const [endedId, setEndedId] = useState<string>();
  const live = hold?.id === endedId ? undefined : hold;
  const places = useMemo((): OwnPlaces => {
    if (!live) return NO_PLACES;
    const areaOf = new Map(plan.areas.map(({ id, index }) => [id, index]));
    const areas = new Map<number, number>();
    const seats = new Set<number>();
    for (const { seatId, areaId } of live.items) {
      const seat = seatId === undefined ? undefined : seatIndexOf(plan.seatIdBase, seatId);
      const area = areaOf.get(areaId ?? '');
      if (seat !== undefined) seats.add(seat);
      if (area !== undefined) areas.set(area, (areas.get(area) ?? 0) + 1);
    }
    return { seats, areas };
  }, [live?.id, plan]);
  useEffect(() => view.own(places), [view, places]);
  return { hold: live, places, end: () => setEndedId(live?.id) };
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
