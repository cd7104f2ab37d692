/** Where the services keep what they know. */
import type { Environment } from '@usher/kit/config';
import { createDatabase } from './create-database.ts';
import { databaseOf, variableOf } from './service-names.ts';

/**
 * The URL of each service's own database: what `<SERVICE>_DATABASE_URL` says, else `usher_<service>` in the cluster,
 * made when it is missing. Throws a sentence when a service has neither.
 */
export async function databaseUrls(
  services: readonly { readonly contract: { readonly name: string } }[],
  { env, cluster }: { env: Environment; cluster: string | undefined },
): Promise<ReadonlyMap<string, string>> {
  const entries = await Promise.all(
    services.map(async ({ contract: { name } }) => {
      const variable = variableOf(name, 'DATABASE_URL');
      const own = env[variable] ?? '';
      if (own !== '') return [name, own] as const;
      if (cluster === undefined)
        throw new Error(
          `${name} has no database: set ${variable}, or DATABASE_URL to the Postgres in which it gets one.`,
        );
      return [name, await createDatabase(cluster, databaseOf(name))] as const;
    }),
  );
  return new Map(entries);
}
