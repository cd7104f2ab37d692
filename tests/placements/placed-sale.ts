/**
 * Sales in an installation of many processes, for the stories of races: one installation for all sales of a file. The
 * card provider and the mail relay stay in the test's own process, so that it can make them fail and read their books.
 */
import { eventually } from '@usher/kit/testing';
import { rowsOf } from '@usher/kit/testing-database';
import { callOver } from '../call-over.ts';
import { databaseUrls, seedPeople } from '../embedded.ts';
import { putOnSale } from '../hall.ts';
import { openDatabases } from '../invariants/databases.ts';
import { checkInvariants } from '../invariants/invariants.ts';
import { openOutside, type OpenSale, type Sale, untilSettled } from '../sale.ts';
import { type OpenWorld, openWorld, type Placement } from '../world.ts';

export interface PlacedSales {
  /** The processes, started at the first sale. */
  world(): Promise<OpenWorld>;
  readonly openSale: OpenSale;
  close(): Promise<void>;
}

type Outside = Awaited<ReturnType<typeof openOutside>>;
interface Installation {
  /** Seconds its databases are ahead: time only goes on, from sale to sale. */
  passed: number;
  readonly outside: Outside;
  readonly world: OpenWorld;
}

/** Sales in that placement; nothing runs before the first one opens. */
export function salesIn(placement: Placement, settings: Readonly<Record<string, string>> = {}): PlacedSales {
  let opened: Promise<Installation> | undefined;
  const installation = () => (opened ??= openInstallation(placement, settings));
  return {
    world: async () => (await installation()).world,
    openSale: async (wishes = {}) => openSale(await installation(), wishes),
    async close() {
      const { world, outside } = (await opened?.catch(() => undefined)) ?? {};
      await world?.stop();
      await outside?.close();
    },
  };
}

async function openInstallation(
  placement: Placement,
  settings: Readonly<Record<string, string>>,
): Promise<Installation> {
  const outside = await openOutside();
  try {
    const world = await openWorld({ SEED: 'none', ...outside.env, ...settings }, placement);
    outside.door.leadTo({ call: (route, call) => callOver(world.url, route, call) });
    await seedPeople(world.dataDir);
    return { passed: 0, outside, world };
  } catch (error) {
    await outside.close();
    throw error;
  }
}

async function openSale(installation: Installation, wishes: Parameters<OpenSale>[0]): Promise<Sale> {
  const { outside, world } = installation;
  const urls = databaseUrls(world.dataDir);
  const host: Sale['host'] = {
    call: (route, call) => callOver(world.url, route, call),
    rows: (service, text, values) => rowsOf(urls[service] ?? '', text, values),
  };
  // Its people were told to accounts' database beside it: the first login waits until they are there for all copies.
  const hall = await eventually(() => putOnSale(host, wishes ?? {}), 20_000);
  const { cards, mails } = outside;
  const moveTime = async (seconds: number) => {
    const later = `create or replace function usher_now() returns timestamptz language sql stable parallel safe
      as 'select now() + interval ''${seconds} seconds'''`;
    for (const url of Object.values(urls)) await rowsOf(url, later);
  };
  // Connections of the moment: the database may have died since the last look.
  const violations: Sale['violations'] = async ({ quiet }) => {
    const databases = await openDatabases(urls);
    try {
      return await checkInvariants(databases.read, { quiet, charges: cards.charges(), mails: () => mails.messages() });
    } finally {
      await databases.close();
    }
  };
  return {
    ...hall,
    host,
    cards,
    mails,
    violations,
    repeatWebhooks: outside.door.repeat,
    async letPass(seconds) {
      installation.passed += seconds;
      await moveTime(installation.passed);
    },
    settled: () => untilSettled(() => violations({ quiet: true })),
    close: () => Promise.resolve(),
  };
}
