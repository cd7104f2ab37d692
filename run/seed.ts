/** The demo: people, venues, thirty events, and one that is really sold out. Laid out once; a second start finds it there. */
import { demoOrganizations, seedAccounts } from '@usher/accounts/seed-accounts';
import { seedCatalog } from '@usher/catalog/seed-catalog';
import { type Clock, pause } from '@usher/kit/clock';
import { sql } from '@usher/kit/database';
import type { Host } from '@usher/kit/host';
import type { Log } from '@usher/kit/log';
import type { Running } from '@usher/kit/running';
import { sellOut } from './sell-out.ts';

const OPENING_MS_MAX = 120_000;

/** Resolves when everything can be bought. */
export async function seedDemo(options: { host: Host; log: Log; clock: Clock }): Promise<void> {
  const { host, clock, log } = options;
  const [accounts, catalog, seats] = ['accounts', 'catalog', 'seats'].map((name) => hosted(host, name));
  if (!accounts || !catalog || !seats) throw new Error('the demo needs accounts, catalog and seats in this process');
  await seedAccounts(accounts.db, clock);
  accounts.nudge();
  const { soldOutEventId } = await seedCatalog(
    { db: catalog.db, clock },
    {
      organizationId: demoOrganizations.northernStage.id,
      organizationName: demoOrganizations.northernStage.name,
      otherOrganizationId: demoOrganizations.quayside.id,
    },
  );
  catalog.nudge();
  await untilOpened(catalog, seats, clock);
  if (soldOutEventId !== undefined) await sellOut({ host, clock, log, eventId: soldOutEventId });
}

function hosted(host: Host, name: string): Running | undefined {
  return host.running.get(name);
}

/** Every published event has its inventory. */
async function untilOpened(catalog: Running, seats: Running, clock: Clock): Promise<void> {
  const published = await catalog.db.query<{ id: string }>(sql`select id from event where state = 'published'`);
  const ids = published.map((event) => event.id);
  const end = clock.now() + OPENING_MS_MAX;
  for (;;) {
    const [row] = await seats.db.query<{ opened: number }>(
      sql`select count(*)::int as opened from inventory where event_id = any(${ids}::uuid[])`,
    );
    if (row?.opened === ids.length) return;
    if (clock.now() > end) throw new Error('the inventories of the demo events did not open in time');
    await pause(25);
  }
}
