/** The people and organizations of the demo. Their ids never change, so other services' demo data can name them. */
import type { Clock } from '@usher/kit/clock';
import { type Database, sql, type Transaction } from '@usher/kit/database';
import { type NewFact, record } from '@usher/kit/outbox';
import { hashPassword } from './passwords.ts';

export const DEMO_PASSWORD = 'usher-demo-2026';

/** The first owns the demo events; the second is there to prove the wall between them. */
export const demoOrganizations = {
  northernStage: { id: '0192f0c0-0000-7000-8000-000000000001', name: 'Northern Stage Collective' },
  quayside: { id: '0192f0c0-0000-7000-8000-000000000002', name: 'Quayside Rooms' },
} as const;

export const demoUsers = {
  admin: { id: '0192f0c0-0000-7000-8000-000000000011', email: 'admin@usher.test', firstName: 'Ada', lastName: 'Marsh' },
  organizer: {
    id: '0192f0c0-0000-7000-8000-000000000012',
    email: 'organizer@usher.test',
    firstName: 'Olu',
    lastName: 'Bergman',
  },
  operator: {
    id: '0192f0c0-0000-7000-8000-000000000013',
    email: 'operator@usher.test',
    firstName: 'Petra',
    lastName: 'Novak',
  },
  customer: {
    id: '0192f0c0-0000-7000-8000-000000000014',
    email: 'customer@usher.test',
    firstName: 'Chidi',
    lastName: 'Rossi',
  },
} as const;

/** Makes what is missing of the demo, and changes nothing that is there. Tells the organizations and members it made. */
export async function seedAccounts(db: Database, clock: Clock): Promise<void> {
  const people = Object.entries(demoUsers).map(([role, user]) => ({ role, ...user }));
  const [there] = await db.query<{ count: number }>(
    sql`select count(*) from account where id = any(${people.map((p) => p.id)}::uuid[])`,
  );
  if (there?.count === people.length) return;
  const hashes = await Promise.all(people.map(() => hashPassword(DEMO_PASSWORD)));
  await db.transaction(async (tx) => {
    await tx.send(sql`
      insert into account (id, email, first_name, last_name, role, locale, email_verified, password_hash)
      select id, email, first_name, last_name, role, 'en', true, password_hash
      from unnest(${people.map((p) => p.id)}::uuid[], ${people.map((p) => p.email)}::text[], ${people.map((p) => p.firstName)}::text[],
                  ${people.map((p) => p.lastName)}::text[], ${people.map((p) => p.role)}::text[], ${hashes}::text[])
        as person (id, email, first_name, last_name, role, password_hash)
      on conflict do nothing`);
    const made = [await makeOrganizations(tx), await makeMembers(tx)].flat();
    await record(tx, clock, made);
  });
}

async function makeOrganizations(tx: Transaction): Promise<NewFact[]> {
  const organizations = Object.values(demoOrganizations);
  const made = await tx.query<{ id: string; name: string }>(sql`
    insert into organization (id, name) select id, name from unnest(${organizations.map((o) => o.id)}::uuid[], ${organizations.map((o) => o.name)}::text[]) as o (id, name)
    on conflict do nothing returning id, name`);
  return made.map(({ id, name }) => ({
    name: 'organization.created',
    version: 1,
    aggregateId: id,
    aggregateVersion: 1,
    requestId: 'seed',
    payload: { organizationId: id, name },
  }));
}

async function makeMembers(tx: Transaction): Promise<NewFact[]> {
  const made = await tx.query<{ organization_id: string; account_id: string; role: string }>(sql`
    insert into member (organization_id, account_id, role, made_id)
    select ${demoOrganizations.northernStage.id}, id, role, id from account where id = any(${[demoUsers.organizer.id, demoUsers.operator.id]}::uuid[])
    on conflict do nothing returning organization_id, account_id, role`);
  await tx.send(
    sql`update organization set version = version + ${made.length}::int where id = ${demoOrganizations.northernStage.id}`,
  );
  return made.map(({ organization_id, account_id, role }, i) => ({
    name: 'member.changed',
    version: 1,
    aggregateId: organization_id,
    aggregateVersion: 2 + i,
    requestId: 'seed',
    payload: { organizationId: organization_id, userId: account_id, role },
  }));
}
