/** Whose office one is in: every organiser page is about one organization, and sees nothing of the others. */
import { redirect, type RouterContextProvider } from 'react-router';
import type { Ask, Data } from '../api/ask.ts';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { requireViewer } from '../session/session.ts';
import { mayOrganize, type Viewer } from '../session/viewer.ts';

export interface Office {
  readonly id: string;
  readonly name: string;
}

export interface Organizing {
  readonly viewer: Viewer;
  readonly ask: Ask;
  /** The one in the address (`?organization=`), else the first. */
  readonly organization: Office;
  /** All the viewer may organize for. */
  readonly organizations: readonly Office[];
}

const MOST = 100;
const asked = new WeakMap<Readonly<RouterContextProvider>, Promise<Organizing>>();

/** The viewer's organization, asked for once per request; sends away who organizes for none. */
export function organizationOf(context: Readonly<RouterContextProvider>, request: Request): Promise<Organizing> {
  const known = asked.get(context) ?? findOrganization(context, request);
  asked.set(context, known);
  return known;
}

/** An event of one of the viewer's organizations, drafts included; anybody else's is not found. */
export async function eventOf(
  context: Readonly<RouterContextProvider>,
  request: Request,
  eventId: string | undefined,
): Promise<Organizing & { readonly event: Data<'getEvent'> }> {
  const organizing = await organizationOf(context, request);
  const event = orNotFound(await organizing.ask('getEvent', { params: { idOrSlug: eventId ?? '' } }));
  const organization = organizing.organizations.find(({ id }) => id === event.organization.id);
  if (!organization) throw new Response(null, { status: 404 });
  return { ...organizing, organization, event };
}

/** A venue of one of the viewer's organizations. */
export async function venueOf(
  context: Readonly<RouterContextProvider>,
  request: Request,
  venueId: string | undefined,
): Promise<Organizing & { readonly venue: Data<'getVenue'> }> {
  const organizing = await organizationOf(context, request);
  const venue = orNotFound(await organizing.ask('getVenue', { params: { id: venueId ?? '' } }));
  const organization = organizing.organizations.find(({ id }) => id === venue.organizationId);
  if (!organization) throw new Response(null, { status: 404 });
  return { ...organizing, organization, venue };
}

/** What was asked for; a page about something that cannot be read is the page of that refusal. */
function orNotFound<T>(answer: { ok: true; data: T } | { ok: false; refusal: { status: number } }): T {
  if (answer.ok) return answer.data;
  const { status } = answer.refusal;
  throw new Response(null, { status: status === 400 ? 404 : status === 0 ? 503 : status });
}

async function findOrganization(context: Readonly<RouterContextProvider>, request: Request): Promise<Organizing> {
  const viewer = requireViewer(context, request, mayOrganize);
  const ask = apiOf(context);
  const { items } = orNotFound(await ask('listOrganizations', { query: { limit: MOST } }));
  const organizations = items
    .filter(({ id }) => viewer.role === 'admin' || viewer.organizations[id] === 'organizer')
    .map(({ id, name }) => ({ id, name }));
  const wanted = new URL(request.url).searchParams.get('organization');
  const organization = organizations.find(({ id }) => id === wanted) ?? organizations[0];
  // Only an admin can be here without any organization: the first thing to do is to make one.
  if (!organization) throw redirect(paths.adminOrganizations());
  return { viewer, ask, organization, organizations };
}
