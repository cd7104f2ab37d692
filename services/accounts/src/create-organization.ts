/** Makes an organization. */
import type { accounts } from '@usher/contracts/accounts';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import type { AccountsKit } from './accounts-kit.ts';

/** A retry under the same key finds the one it made. It has no members yet: an admin adds the first organizer. */
export function createOrganization(kit: AccountsKit): Handler<typeof accounts.operations.createOrganization> {
  return async ({ body, madeId, requestId }) => {
    const organization = await kit.db.transaction(async (tx) => {
      const made = await tx.query(
        sql`insert into organization (id, name) values (${madeId}, ${body.name}) on conflict (id) do nothing returning id`,
      );
      if (made.length === 1) {
        await kit.record(tx, [
          {
            name: 'organization.created',
            aggregateId: madeId,
            aggregateVersion: 1,
            requestId,
            payload: { organizationId: madeId, name: body.name },
          },
        ]);
      }
      const [row] = await tx.query<{ id: string; name: string; createdAt: string }>(
        sql`select id, name, created_at as "createdAt" from organization where id = ${madeId}`,
      );
      if (!row) throw new Error(`organization ${madeId} was neither made nor found`);
      return row;
    });
    return organization;
  };
}
