/** The installation's credential keys, kept in the database, so that codes outlive restarts and all copies agree. */
import { type Database, sql } from '@usher/kit/database';
import type { CredentialKey } from './credential.ts';
import { exportCredentialKey, importCredentialKey, newCredentialKey, signCredential } from './credential.ts';
import type { TicketsKit } from './tickets-kit.ts';

/** What of a ticket's row its code is made of. */
export interface Credentialed {
  readonly id: string;
  readonly event_id: string;
  readonly credential_number: number;
  readonly key_id: string;
  readonly random: Buffer;
}

export interface CredentialKeys {
  /** The key that new credentials are signed with. */
  readonly current: CredentialKey;
  /** All keys by id; what `readCredential` verifies by. */
  readonly byId: ReadonlyMap<string, CredentialKey>;
  /** The code of a ticket's current credential: the same each time, as Ed25519 signatures are. */
  codeOf(ticket: Credentialed): string;
}

/** Reads the keys; makes the first one. Copies that start at once agree on it. */
export async function openCredentialKeys(kit: TicketsKit): Promise<CredentialKeys> {
  let keys = await readKeys(kit.db);
  if (keys.length === 0) {
    await makeFirstKey(kit.db);
    keys = await readKeys(kit.db);
  }
  const [current] = keys;
  if (!current) throw new Error('tickets: there is no credential key');
  const byId = new Map(keys.map((key) => [key.keyId, key]));
  return {
    current,
    byId,
    codeOf(ticket) {
      const key = byId.get(ticket.key_id);
      if (!key) throw new Error(`tickets: credential key ${ticket.key_id} is not known`);
      const { id, event_id: eventId, credential_number: number, random } = ticket;
      return signCredential(key, { ticketId: id, eventId, number, random });
    },
  };
}

async function readKeys(db: Database): Promise<CredentialKey[]> {
  const rows = await db.query<{ private_pem: string }>(
    sql`select private_pem from credential_key order by created_at desc, key_id`,
  );
  return rows.map((row) => importCredentialKey(row.private_pem));
}

async function makeFirstKey(db: Database): Promise<void> {
  const key = newCredentialKey();
  await db.transaction(async (tx) => {
    await tx.send(sql`select pg_advisory_xact_lock(hashtextextended('usher.credential_key', 0))`);
    await tx.send(sql`
      insert into credential_key (key_id, private_pem, created_at)
      select ${key.keyId}, ${exportCredentialKey(key)}, usher_now()
      where not exists (select 1 from credential_key)`);
  });
}
