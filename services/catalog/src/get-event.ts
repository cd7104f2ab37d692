/** GET /events/{idOrSlug}: a public event from memory, a draft for those who work on it. */
import type { catalog } from '@usher/contracts/catalog';
import { EventDetail } from '@usher/contracts/catalog-shapes';
import { answerWriter } from '@usher/kit/answer-json';
import { type Queryable, sql } from '@usher/kit/database';
import { type Handler, Reply } from '@usher/kit/operations';
import { worksFor } from '@usher/kit/principal';
import { refuse } from '@usher/kit/refusal';
import type { CatalogKit } from './catalog-kit.ts';
import { type EventPages, replyWith } from './event-pages.ts';
import { detailOf, type EventRow } from './event-row.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const writeDetail = answerWriter(EventDetail);

/** To everybody else a draft is not there. */
export function getEvent(kit: CatalogKit, pages: EventPages): Handler<typeof catalog.operations.getEvent> {
  return async (call) => {
    const key = call.params.idOrSlug.toLowerCase();
    const page = await pages.read(`event ${key}`, async () => {
      const row = await findEvent(kit.db, key);
      return row && row.state !== 'draft' ? writeDetail(detailOf(row)) : undefined;
    });
    if (page) return replyWith(page, call);
    const draft = call.visitor ? await findEvent(kit.db, key) : undefined;
    if (!draft || !call.visitor || !worksFor(call.visitor, draft.organization_id, ['organizer', 'operator']))
      return refuse('not_found');
    return new Reply(detailOf(draft), { headers: { 'cache-control': 'private, no-store' } });
  };
}

async function findEvent(db: Queryable, key: string): Promise<EventRow | undefined> {
  const [row] = UUID.test(key)
    ? await db.query<EventRow>(sql`select * from event_shown where id = ${key}`)
    : await db.query<EventRow>(sql`select * from event_shown where slug = ${key}`);
  return row;
}
