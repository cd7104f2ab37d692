/** Lists of this service are sorted by id, which sorts by creation: a cursor is the last id shown. */
import { decodeCursor, encodeCursor } from '@usher/kit/cursor';
import { type Refusal, refuseFields } from '@usher/kit/refusal';

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id after which the page begins; a refusal for a cursor we did not make. */
export function readIdCursor(cursor: string | undefined): string | Refusal<'invalid_request'> {
  if (cursor === undefined) return BEFORE_ALL;
  const [id] = decodeCursor(cursor, 1) ?? [];
  return id !== undefined && ID.test(id)
    ? id
    : refuseFields([{ path: 'cursor', message: 'is not one this list gave' }]);
}

/** One page of `limit + 1` found items: the one too many says that there is more. */
export function pageOf<Item extends { readonly id: string }>(
  found: readonly Item[],
  limit: number,
): { items: Item[]; nextCursor: string | null } {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last ? encodeCursor([last.id]) : null };
}
