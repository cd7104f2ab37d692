/** What can be done to an event from its overview: publish it, delete its draft, resize an area. */
import type { Ask, Data, Refusal } from '../api/ask.ts';
import { paths, withQuery } from '../paths.ts';
import type { AreaAnswer } from './area-capacities.tsx';

type Done = { readonly to: string } | AreaAnswer | { readonly refusal: Refusal };

/** Does what the form asks for; leads on, or says why not. */
export async function runIntent(ask: Ask, event: Data<'getEvent'>, sent: FormData): Promise<Done> {
  const params = { id: event.id };
  switch (sent.get('intent')) {
    case 'publish': {
      const answer = await ask('publishEvent', { params });
      const to = withQuery(paths.organizerEvent(event.id), { done: 'published' });
      return answer.ok ? { to } : { refusal: answer.refusal };
    }
    case 'delete': {
      const answer = await ask('deleteEvent', { params });
      const to = paths.organizer({ organization: event.organization.id, show: 'drafts' });
      return answer.ok ? { to } : { refusal: answer.refusal };
    }
    case 'area':
      return resizeArea(ask, event.id, sent);
    default:
      throw new Response(null, { status: 400 });
  }
}

async function resizeArea(ask: Ask, eventId: string, sent: FormData): Promise<AreaAnswer> {
  const given = sent.get('areaId');
  const areaId = typeof given === 'string' ? given : '';
  const capacity = Number(sent.get('capacity'));
  const answer = await ask('updateArea', { params: { id: eventId, areaId }, body: { capacity } });
  if (!answer.ok) return { areaId, capacity: null, refusal: answer.refusal };
  return { areaId, capacity: answer.data.capacity, refusal: null };
}
