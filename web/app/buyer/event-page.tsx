/** One event: all that is needed to decide, and the way to the seats. */
import { data, type LoaderFunctionArgs, type MetaFunction, redirect, useLoaderData } from 'react-router';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import type { RootData } from '../root-data.ts';
import { Page } from '../ui/page.tsx';
import { visitContext } from '../visit.ts';
import { needsPass } from '../waiting-room/entrance.server.ts';
import { EventAbout } from './event-about.tsx';
import { EventBar } from './event-bar.tsx';
import { EventHead } from './event-head.tsx';
import { eventMeta } from './event-meta.ts';
import { EventNews } from './event-news.tsx';
import { EventPrices } from './event-prices.tsx';
import { saleOf } from './event-sale.ts';

export const meta: MetaFunction<typeof loader> = ({ loaderData, matches }) => {
  if (!loaderData) return [{ title: 'Event · Usher' }];
  const root = matches.find((match) => match?.id === 'root')?.loaderData as RootData | undefined;
  return eventMeta({ ...loaderData, publicUrl: root?.publicUrl ?? 'http://localhost' });
};

export async function loader({ request, params, url, context }: LoaderFunctionArgs) {
  const ask = apiOf(context);
  const asked = params['slug'] ?? '';
  const found = await ask('getEvent', { params: { idOrSlug: asked } });
  if (!found.ok) throw data(null, { status: isUnknown(found.refusal.code) ? 404 : found.refusal.status || 503 });
  const event = found.data;
  // An event has one address: links made with its id lead there.
  if (asked !== event.slug) throw redirect(paths.event(event.slug) + url.search, 301);
  const [venue, isQueued] = await Promise.all([
    ask('getVenue', { params: { id: event.venue.id } }),
    needsPass(ask, event, request),
  ]);
  const nowMs = context.get(visitContext).clock.now();
  return { event, venue: venue.ok ? venue.data : null, sale: saleOf(event, nowMs), isQueued, nowMs };
}

export default function EventPage() {
  const shown = useLoaderData<typeof loader>();
  return (
    <>
      <Page className="max-md:pt-0!">
        <EventNews shown={shown} />
        <EventHead shown={shown} />
        <div className="grid items-start gap-10 md:mt-4 lg:grid-cols-[minmax(0,1fr)_24rem] lg:gap-16">
          <EventPrices event={shown.event} />
          <EventAbout shown={shown} />
        </div>
      </Page>
      <EventBar shown={shown} />
    </>
  );
}

/** An address no event could have is as unknown as one no event has. */
const isUnknown = (code: string): boolean => code === 'not_found' || code === 'invalid_request';
