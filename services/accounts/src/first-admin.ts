/** The first admin of an installation without a demo: from the settings, once. */
import { sql } from '@usher/kit/database';
import type { AccountsKit } from './accounts-kit.ts';
import { refuseWeak } from './password-rule.ts';
import { hashPassword } from './passwords.ts';

/**
 * Makes the account that the settings name while there is no admin at all; afterwards the settings change nothing.
 * Throws when only one of the two is given, or when the password is one that staff may not have.
 */
export async function makeFirstAdmin(kit: AccountsKit): Promise<void> {
  const { FIRST_ADMIN_EMAIL: email, FIRST_ADMIN_PASSWORD: password } = kit.config;
  if (email === undefined && password === undefined) return;
  if (email === undefined || password === undefined) {
    throw new Error('Give both FIRST_ADMIN_EMAIL and FIRST_ADMIN_PASSWORD, or neither.');
  }
  if ((await kit.db.query(sql`select 1 from account where role = 'admin' limit 1`)).length > 0) return;
  const owner = { email, firstName: 'First', lastName: 'Admin', role: 'admin' };
  if (refuseWeak(password, owner, 'FIRST_ADMIN_PASSWORD')) {
    throw new Error('FIRST_ADMIN_PASSWORD is too easy to guess: take 15 characters or more that nobody would try.');
  }
  // Two copies that start at once make one: the address is unique.
  await kit.db.query(sql`
    insert into account (id, email, first_name, last_name, role, locale, email_verified, password_hash)
    values (${kit.clock.newId()}, ${email}, ${owner.firstName}, ${owner.lastName}, 'admin', 'en', true, ${await hashPassword(password)})
    on conflict do nothing`);
  kit.log.warn({ email }, 'the first admin was made from the settings; take FIRST_ADMIN_PASSWORD out of them now');
}
