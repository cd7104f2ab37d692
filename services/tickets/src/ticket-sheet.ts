/** What a printed ticket says, and in which words. */
import type { Money } from '@usher/contracts/money';
import { formatMoney } from '@usher/contracts/money';

/** All that one page needs. Instants are RFC 3339; exactly one of `seat` and `area` is set. */
export interface TicketSheet {
  ticketId: string;
  code: string;
  shortCode: string;
  orderReference: string;
  event: { name: string; startsAt: string; timeZone: string; doorsAt?: string };
  venue: { name: string; address: string; city: string; country: string };
  organization: { name: string };
  seat: { section: string; row: string; number: string } | null;
  area: string | null;
  tier: { key: string; name: string };
  price: Money | null;
  holder: { firstName: string; lastName: string };
  accessible: boolean;
  locale: string;
}

/** A label and what stands under it. */
export interface Field {
  label: string;
  value: string;
}

const FALLBACK_LOCALE = 'en';

/** The place to go to: section, row and seat, or the area. */
export function placeFields({ seat, area }: TicketSheet): Field[] {
  if (!seat) return [{ label: 'Area', value: area ?? 'General admission' }];
  return [
    { label: 'Section', value: seat.section },
    { label: 'Row', value: seat.row },
    { label: 'Seat', value: seat.number },
  ];
}

/** The same as one line for screen readers, titles and calendars, e.g. "Stalls, row F, seat 12". */
export function placeLine({ seat, area }: Pick<TicketSheet, 'seat' | 'area'>): string {
  return seat ? `${seat.section}, row ${seat.row}, seat ${seat.number}` : (area ?? 'General admission');
}

/** The day as people in the buyer's locale write it, where the event is, e.g. "Saturday 1 May 2027". */
export function dayLine({ event, locale }: TicketSheet): string {
  const options = { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' } as const;
  return clockOf(locale, event.timeZone, options).format(new Date(event.startsAt));
}

/** The time of day where the event is, e.g. "20:00". */
export function timeLine({ event, locale }: TicketSheet, instant = event.startsAt): string {
  return clockOf(locale, event.timeZone, { timeStyle: 'short' }).format(new Date(instant));
}

/** The zone in words and by its IANA name, e.g. "Central European Summer Time (Europe/Berlin)". */
export function zoneLine({ event, locale }: TicketSheet): string {
  const format = clockOf(locale, event.timeZone, { timeZoneName: 'long' });
  const name = format.formatToParts(new Date(event.startsAt)).find(({ type }) => type === 'timeZoneName')?.value;
  return name && name !== event.timeZone ? `${name} (${event.timeZone})` : event.timeZone;
}

/** Street, city and country; a two-letter country code becomes the country's name. */
export function addressLine({ venue, locale }: TicketSheet): string {
  const names = new Intl.DisplayNames(usable(locale), { type: 'region', fallback: 'code' });
  const country = /^[A-Z]{2}$/.test(venue.country) ? names.of(venue.country) : venue.country;
  return [venue.address, venue.city, country].filter(Boolean).join(', ');
}

/** Who may come in, at which price, under which numbers. */
export function detailFields(ticket: TicketSheet): Field[] {
  const { holder, tier, price } = ticket;
  return [
    { label: 'Ticket holder', value: `${holder.firstName} ${holder.lastName}`.trim() },
    { label: 'Ticket type', value: ticket.accessible ? `${tier.name}, accessible place` : tier.name },
    ...(price ? [{ label: 'Price', value: formatMoney(price, usable(ticket.locale)) }] : []),
    { label: 'Order', value: ticket.orderReference },
    { label: 'Ticket', value: ticket.shortCode },
    { label: 'Sold by', value: ticket.organization.name },
  ].filter(({ value }) => value !== '');
}

/** What everybody should know who holds this page. */
export function terms({ organization }: TicketSheet): string[] {
  return [
    'Anyone with this code can use it: only the first scan is let in. Keep it to yourself.',
    'Show this page on paper or on a screen. Keep the code flat, clean and bright.',
    'One ticket admits one person, once. Times are local to the venue.',
    `This ticket is a contract with ${organization.name}, whose terms of sale apply.`,
  ];
}

/** Making a formatter costs more than drawing the page's text; a few serve all tickets of an event. */
const clocks = new Map<string, Intl.DateTimeFormat>();
const CLOCKS_MAX = 500;

function clockOf(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, timeZone, options]);
  const known = clocks.get(key);
  if (known) return known;
  if (clocks.size >= CLOCKS_MAX) clocks.clear();
  const clock = new Intl.DateTimeFormat(usable(locale), { ...options, timeZone });
  clocks.set(key, clock);
  return clock;
}

/** A locale from a profile may be one this runtime cannot format in, or no locale at all. */
function usable(locale: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale)[0] ?? FALLBACK_LOCALE;
  } catch {
    return FALLBACK_LOCALE;
  }
}
