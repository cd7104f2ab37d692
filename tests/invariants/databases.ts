/** Reading every service's database from one place, as only a checker may. */
import pg from 'pg';

export type Read = <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>;
/** By service. */
export type Databases = Readonly<Record<string, Read>>;

export interface OpenDatabases {
  readonly read: Databases;
  close(): Promise<void>;
}

/** One connection to each database; what runs between `begin` and `rollback` on it is seen by the rules and by nobody else. */
export async function openDatabases(urls: Readonly<Record<string, string>>): Promise<OpenDatabases> {
  const clients = await Promise.all(
    Object.entries(urls).map(async ([service, connectionString]) => {
      const client = new pg.Client({ connectionString, types: numbers });
      // A server that is killed ends its connections loudly; the next query tells all we need.
      client.on('error', () => undefined);
      await client.connect();
      await client.query('set timezone = UTC');
      return [service, client] as const;
    }),
  );
  return {
    read: Object.fromEntries(
      clients.map(([service, client]) => [
        service,
        async (text: string, values: readonly unknown[] = []) => (await client.query(text, [...values])).rows,
      ]),
    ),
    async close() {
      await Promise.all(clients.map(([, client]) => client.end()));
    },
  };
}

/** Counts and sums as numbers; everything else as the driver gives it. */
const numbers: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC ? Number : pg.types.getTypeParser(oid, format),
};
