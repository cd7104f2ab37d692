/** A page of events with what each has sold, and of how much. */
import type { Ask, Data } from '../api/ask.ts';
import { now } from '../clock.ts';
import type { ListedEvent } from './event-row.tsx';

/** An organization with more sales waiting to open sees the next of the nearest events. */
const SCHEDULED_MAX = 100;

type Summary = Data<'listOrganizationEvents'>['items'][number];

/** Asks for the figures of all at once; an event whose figures cannot be had is listed without them. */
export async function withFigures(ask: Ask, events: readonly Summary[]): Promise<ListedEvent[]> {
  const reports = await Promise.all(events.map((event) => reportOf(ask, event)));
  return events.map((event, index) => ({ event, report: reports[index] ?? null }));
}

/** The event whose sale opens next, and in how many seconds; null when none is waiting to open. */
export async function nextOnSale(ask: Ask, organizationId: string) {
  const query = { state: 'scheduled', when: 'upcoming', limit: SCHEDULED_MAX } as const;
  const answer = await ask('listOrganizationEvents', { params: { id: organizationId }, query });
  if (!answer.ok) return null;
  const [event] = answer.data.items.toSorted((a, b) => Date.parse(a.salesOpenAt) - Date.parse(b.salesOpenAt));
  return event ? { event, inSeconds: Math.round((Date.parse(event.salesOpenAt) - now()) / 1000) } : null;
}

/** A draft has sold nothing and has no report. */
async function reportOf(ask: Ask, { id, status }: Summary): Promise<ListedEvent['report']> {
  if (status === 'draft') return null;
  const answer = await ask('getEventReport', { params: { id } });
  if (!answer.ok) return null;
  const { sold, capacity, revenue } = answer.data;
  return { sold, capacity, revenue };
}
