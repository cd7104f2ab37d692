/** PUT and GET /events/{id}/image: one picture per event, written anew before it is stored. */
import { createHash } from 'node:crypto';
import type { catalog } from '@usher/contracts/catalog';
import { type Queryable, sql } from '@usher/kit/database';
import { type Handler, Reply } from '@usher/kit/operations';
import { worksFor } from '@usher/kit/principal';
import { refuse } from '@usher/kit/refusal';
import { isFresh } from '@usher/kit/written';
import type { CatalogKit } from './catalog-kit.ts';
import type { EventPages } from './event-pages.ts';
import { detailOf, readEvent } from './event-row.ts';
import { readImage } from './image.ts';
import { pictureInForm } from './picture-in-form.ts';

/** A picture is shown as a picture and nothing else, on any page that likes. */
const shownAnywhere = {
  'cross-origin-resource-policy': 'cross-origin',
  'content-security-policy': "default-src 'none'; sandbox",
};

/** The body is the picture, or a form with one file. */
export function putEventImage(kit: CatalogKit, pages: EventPages): Handler<typeof catalog.operations.putEventImage> {
  return async (call) => {
    const event = await readEvent(kit.db, call.params.id);
    if (!event || !worksFor(call.principal, event.organization_id, ['organizer'])) return refuse('not_found');
    const sent = call.raw && (await pictureIn(call.raw));
    const image = sent ? await readImage(sent) : 'image_invalid';
    if (image === 'image_invalid') return refuse('image_invalid');
    await kit.db.transaction((tx) => storeImage(tx, event.id, image.bytes));
    await pages.clear();
    const changed = await readEvent(kit.db, event.id);
    return changed ? detailOf(changed) : refuse('not_found');
  };
}

/** Gives the picture with its hash as tag. A draft's is seen by those who work on it. */
export function getEventImage(kit: CatalogKit): Handler<typeof catalog.operations.getEventImage> {
  return async (call) => {
    const [found] = await kit.db.query<{ state: string; organization_id: string; hash: string }>(sql`
      select e.state, e.organization_id, i.hash from event e join event_image i on i.event_id = e.id where e.id = ${call.params.id}`);
    if (!found) return refuse('not_found');
    const isDraft = found.state === 'draft';
    if (isDraft && !(call.visitor && worksFor(call.visitor, found.organization_id, ['organizer', 'operator'])))
      return refuse('not_found');
    const etag = `"${found.hash}"`;
    const headers = {
      ...shownAnywhere,
      etag,
      'cache-control': isDraft ? 'private, no-store' : 'public, max-age=86400',
    };
    if (isFresh(call.header('if-none-match'), etag)) return new Reply(undefined as never, { status: 304, headers });
    const [image] = await kit.db.query<{ bytes: Buffer }>(
      sql`select bytes from event_image where event_id = ${call.params.id}`,
    );
    return image ? new Reply(image.bytes, { headers }) : refuse('not_found');
  };
}

/** Stores an image that was written by us, in place of the one before. */
export async function storeImage(tx: Queryable, eventId: string, bytes: Buffer): Promise<void> {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  await tx.query(sql`
    insert into event_image (event_id, hash, bytes) values (${eventId}, ${hash}, ${bytes})
    on conflict (event_id) do update set hash = excluded.hash, bytes = excluded.bytes`);
  await tx.query(sql`update event set image_hash = ${hash} where id = ${eventId}`);
}

function pictureIn({
  bytes,
  type,
}: {
  readonly bytes: Buffer;
  readonly type: string;
}): Promise<Buffer | undefined> | Buffer {
  return type.startsWith('multipart/') ? pictureInForm(bytes, type) : bytes;
}
