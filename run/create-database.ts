import pg from 'pg';

const NAME = /^[a-z][a-z0-9_]{0,62}$/;
/** duplicate_database, and the unique index on names that two creators at the same moment meet instead. */
const EXISTS_ALREADY = ['42P04', '23505'];

/**
 * Makes the database `name` in the cluster of `url` unless it exists, and answers its URL. Safe to
 * call again and by two at once. The name is lower case letters, digits and underscores.
 */
export async function createDatabase(url: string, name: string): Promise<string> {
  if (!NAME.test(name)) throw new Error(`${name} is no name for a database.`);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE "${name}" TEMPLATE template0`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && EXISTS_ALREADY.includes(error.code ?? ''))) throw error;
  } finally {
    await client.end();
  }
  const created = new URL(url);
  created.pathname = `/${name}`;
  return created.href;
}
