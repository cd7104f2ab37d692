/** A service's own Ed25519 keys, kept in its database so that they survive restarts and are shared by its copies. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import { type Database, sql } from './database.ts';

export interface SigningKey {
  readonly id: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

interface Row {
  readonly id: string;
  readonly private_jwk: JWK;
  readonly public_jwk: JWK;
}

/** The newest key for a use, made on first need. Two copies that start at once agree on one. */
export async function currentKey(db: Database, use: string): Promise<SigningKey> {
  const [existing] = await db.query<Row>(
    sql`select id, private_jwk, public_jwk from signing_key where use = ${use} and retired_at is null order by created_at desc limit 1`,
  );
  if (existing) return open(existing);
  await db.transaction(async (tx) => {
    await tx.send(sql`select pg_advisory_xact_lock(hashtextextended('usher.signing_key', 0))`);
    const [made] = await tx.query(sql`select 1 as one from signing_key where use = ${use} and retired_at is null`);
    if (!made) await insertKey(tx, use);
  });
  return currentKey(db, use);
}

/** Makes a new key the current one. Older ones go on verifying until retired. */
export async function rotateKey(db: Database, use: string, keepOldSeconds: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.send(sql`select pg_advisory_xact_lock(hashtextextended('usher.signing_key', 0))`);
    await tx.send(
      sql`update signing_key set retired_at = usher_now() + make_interval(secs => ${keepOldSeconds}::int) where use = ${use} and retired_at is null`,
    );
    await insertKey(tx, use);
  });
}

/** The public keys that still verify, newest first. */
export async function publicKeys(db: Database, use: string): Promise<JWK[]> {
  const rows = await db.query<Row>(sql`
    select id, private_jwk, public_jwk from signing_key
    where use = ${use} and (retired_at is null or retired_at > usher_now()) order by created_at desc limit 10`);
  return rows.map((row) => row.public_jwk);
}

async function insertKey(tx: Pick<Database, 'query'>, use: string): Promise<void> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const publicJwk = await exportJWK(pair.publicKey);
  const id = await calculateJwkThumbprint(publicJwk);
  const described = { ...publicJwk, kid: id, alg: 'EdDSA', use: 'sig' };
  await tx.query(sql`
    insert into signing_key (id, use, private_jwk, public_jwk, created_at)
    values (${id}, ${use}, ${JSON.stringify(await exportJWK(pair.privateKey))}::jsonb, ${JSON.stringify(described)}::jsonb, usher_now())`);
}

async function open(row: Row): Promise<SigningKey> {
  const key = await importJWK({ ...row.private_jwk, alg: 'EdDSA' }, 'EdDSA');
  if (key instanceof Uint8Array) throw new Error(`signing key ${row.id} is not an Ed25519 key`);
  return { id: row.id, privateKey: key, publicJwk: row.public_jwk };
}
