/** What others read of an event: search engines (schema.org) and whoever is sent a link (Open Graph). */
import type { Money } from '@usher/contracts/money';
import type { MetaDescriptor } from 'react-router';
import { paths } from '../paths.ts';
import { LOCALE } from '../words/format.ts';
import { formatEventTime } from '../words/format-time.ts';
import type { EventDetail } from './event-sale.ts';

interface Told {
  readonly event: EventDetail;
  readonly venue: { readonly address: string; readonly city: string; readonly country: string } | null;
  /** Where the site is, to make addresses absolute. */
  readonly publicUrl: string;
}

/** Title, description, preview and structured data. A draft is nobody's business yet. */
export function eventMeta(told: Told): MetaDescriptor[] {
  const { event, publicUrl } = told;
  const title = `${event.name} · Usher`;
  if (event.status === 'draft') return [{ title }, { name: 'robots', content: 'noindex' }];
  const url = new URL(paths.event(event.slug), publicUrl).href;
  const image = event.imageUrl === null ? undefined : new URL(event.imageUrl, publicUrl).href;
  const description = describe(event);
  return [
    { title },
    { name: 'description', content: description },
    { tagName: 'link', rel: 'canonical', href: url },
    { property: 'og:type', content: 'website' },
    { property: 'og:site_name', content: 'Usher' },
    { property: 'og:title', content: event.name },
    { property: 'og:description', content: description },
    { property: 'og:url', content: url },
    ...(image === undefined
      ? []
      : [
          { property: 'og:image', content: image },
          { property: 'og:image:width', content: '1200' },
          { property: 'og:image:height', content: '675' },
        ]),
    { name: 'twitter:card', content: image === undefined ? 'summary' : 'summary_large_image' },
    { 'script:ld+json': structured(told, url, image) },
  ];
}

function describe({ startsAt, timeZone, venue, description }: EventDetail): string {
  const first =
    description
      .split(/\n\s*\n/)[0]
      ?.replace(/\s+/g, ' ')
      .trim() ?? '';
  const facts = `${formatEventTime(startsAt, timeZone)}, ${venue.name}, ${venue.city}.`;
  return first === '' ? facts : `${facts} ${first}`.slice(0, 300);
}

function structured({ event, venue, publicUrl }: Told, url: string, image: string | undefined) {
  const prices = event.priceTiers.map((tier) => decimal(tier.price)).sort((one, other) => Number(one) - Number(other));
  return {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: event.name,
    startDate: withOffset(event.startsAt, event),
    endDate: withOffset(event.endsAt, event),
    eventStatus: `https://schema.org/${event.status === 'cancelled' ? 'EventCancelled' : 'EventScheduled'}`,
    eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
    location: {
      '@type': 'Place',
      name: event.venue.name,
      address: {
        '@type': 'PostalAddress',
        ...(venue && { streetAddress: venue.address, addressCountry: venue.country }),
        addressLocality: event.venue.city,
      },
    },
    ...(image !== undefined && { image: [image] }),
    ...(event.description !== '' && { description: event.description }),
    organizer: { '@type': 'Organization', name: event.organization.name, url: publicUrl },
    ...(event.status !== 'cancelled' && {
      offers: {
        '@type': 'AggregateOffer',
        url,
        lowPrice: prices[0],
        highPrice: prices.at(-1),
        priceCurrency: event.priceFrom.currency,
        availability: `https://schema.org/${availability[event.status]}`,
        validFrom: event.salesOpenAt,
        validThrough: event.salesCloseAt,
      },
    }),
  };
}

const availability: Readonly<Record<EventDetail['status'], string>> = {
  draft: 'OutOfStock',
  scheduled: 'PreOrder',
  on_sale: 'InStock',
  sold_out: 'SoldOut',
  sales_closed: 'OutOfStock',
  cancelled: 'OutOfStock',
};

/** An instant by the venue's clock: `2027-05-01T20:00:00+02:00`. The beginning says how far that clock is off UTC. */
function withOffset(instant: string, { startsAt, startsAtLocal }: EventDetail): string {
  const offsetMs = Date.parse(`${startsAtLocal}:00Z`) - Date.parse(startsAt);
  const local = new Date(Date.parse(instant) + offsetMs).toISOString().slice(0, 19);
  const minutes = Math.abs(Math.round(offsetMs / 60_000));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `${local}${offsetMs < 0 ? '-' : '+'}${hours}:${rest}`;
}

/** An amount for machines: `45.00`, with the currency's own digits. */
function decimal({ amount, currency }: Money): string {
  const format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return (amount / 10 ** digits).toFixed(digits);
}
