/** People and events. */
import { inSql, type Rule } from './rule.ts';

export const peopleRules: readonly Rule[] = [
  {
    id: 'I25',
    says: 'A disabled account has no live session, and no session outlived the reuse of its refresh token',
    when: 'always',
    check: inSql(
      'accounts',
      `select session.id, 'disabled' as fault from session join account on account.id = session.account_id
       where account.disabled and session.ended_at is null and session.expires_at > usher_now()
       union all
       select session.id, 'reused' from session
       join refresh_token as token on token.session_id = session.id and token.used_at is not null
       where session.ended_at is null and session.expires_at > usher_now()
         and (select count(*) from refresh_token as child where child.parent_hash = token.hash and child.used_at is not null) > 1`,
    ),
  },
  {
    id: 'I26',
    says: "An event's stored instant is its local time in its named zone",
    when: 'always',
    check: inSql(
      'catalog',
      `select id, starts_at_local, time_zone, starts_at from event where starts_at at time zone time_zone <> starts_at_local`,
    ),
  },
];
