/**
 * What Postgres takes in holds when nothing is in front of it: batches of 64 seats, each batch one UPDATE of fixed rows
 * and one commit, two batches at a time; in the same server as Usher's databases, in a table of its own.
 */
import pg from 'pg';

const BATCH = 64;
const LANES = 2;
const SEATS = 60_000;

/** Seats held in a second. */
export async function batchedSqlPerSecond(url: string): Promise<number> {
  const lanes = await Promise.all(Array.from({ length: LANES }, () => connected(url)));
  const [first] = lanes;
  await first?.query(
    'create table probe_claim (place int primary key, state smallint not null, fence int not null, hold_id uuid) with (fillfactor = 70)',
  );
  await first?.query(`insert into probe_claim select place, 0, 0, null from generate_series(0, ${SEATS - 1}) place`);
  await first?.query('analyze probe_claim');
  const started = performance.now();
  let next = 0;
  await Promise.all(
    lanes.map(async (lane) => {
      while (next < SEATS) {
        const places = Array.from({ length: Math.min(BATCH, SEATS - next) }, (_, i) => next + i);
        next += BATCH;
        await lane.query({
          name: 'hold',
          text: `with wanted as (select place from probe_claim where place = any($1::int[]) and state = 0 order by place for update)
                 update probe_claim set state = 1, fence = fence + 1, hold_id = gen_random_uuid() from wanted where wanted.place = probe_claim.place`,
          values: [places],
        });
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await first?.query('drop table probe_claim');
  await Promise.all(lanes.map((lane) => lane.end()));
  return SEATS / seconds;
}

async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}
