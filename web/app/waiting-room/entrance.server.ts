/** Whether the way to the seats leads through the waiting room. */
import type { Ask } from '../api/ask.ts';
import type { EventDetail } from '../buyer/event-sale.ts';
import { passFor } from './pass.ts';

/** Not for who has a pass. Where nobody can say how the room stands, its setting decides. */
export async function needsPass(
  ask: Ask,
  event: Pick<EventDetail, 'id' | 'waitingRoom' | 'status'>,
  request: Request,
): Promise<boolean> {
  if (event.waitingRoom === 'off' || !sells(event.status)) return false;
  if (passFor(event.id, request.headers.get('cookie')) !== undefined) return false;
  const queue = await ask('getQueue', { params: { id: event.id } });
  return queue.ok ? queue.data.state !== 'open' : event.waitingRoom === 'on';
}

const sells = (status: EventDetail['status']): boolean => status === 'on_sale' || status === 'scheduled';
