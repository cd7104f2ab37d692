/** One organization by its id, out of the list an admin sees: the API lists them and has no way to ask for one. */
import type { Ask, Data } from '../api/ask.ts';

/** More than two thousand are not looked through. */
const PAGES_MAX = 20;
const PAGE = 100;

/** The organization, or undefined when there is none with this id. */
export async function findOrganization(ask: Ask, id: string): Promise<Data<'createOrganization'> | undefined> {
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const list: Awaited<ReturnType<typeof read>> = await read(ask, cursor);
    if (!list.ok) throw new Response(null, { status: 503 });
    const found = list.data.items.find((organization) => organization.id === id);
    if (found || list.data.nextCursor === null) return found;
    cursor = list.data.nextCursor;
  }
  return undefined;
}

const read = (ask: Ask, cursor: string | null) =>
  ask('listOrganizations', { query: { limit: PAGE, ...(cursor !== null && { cursor }) } });
