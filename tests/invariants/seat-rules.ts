/** Places and holds: one database decides, so all of this is true at every moment. */
import { inSql, type Rule } from './rule.ts';

/** Every place of every hold that counts: sold, or held with time left. */
const LIVE = `
  select hold.id, hold.event_id, hold.state, part.place, part.fence
  from hold cross join lateral unnest(hold.places, hold.fences) as part (place, fence)
  where hold.state = 'sold' or (hold.state in ('held', 'paying') and hold.expires_at > usher_now())`;

export const seatRules: readonly Rule[] = [
  {
    id: 'I01',
    says: 'A place has at most one live claim, and hold and claim say the same of it',
    when: 'always',
    check: inSql(
      'seats',
      `with live as (${LIVE}), taken as (
         select * from claim where state = 2 or (state = 1 and expires_at > usher_now()))
       select 'in several live holds' as fault, event_id, place from live group by event_id, place having count(*) > 1
       union all
       select 'held by nobody', taken.event_id, taken.place from taken
       where not exists (select 1 from live where live.id = taken.hold_id and live.place = taken.place)
       union all
       select 'hold without its place', live.event_id, live.place from live
       where not exists (select 1 from taken where taken.event_id = live.event_id and taken.place = live.place)`,
    ),
  },
  {
    id: 'I02',
    says: 'An area never has more places claimed than its capacity, nor more for sale',
    when: 'always',
    check: inSql(
      'seats',
      `select area.event_id, area.area_no, area.capacity, count(*) filter (where claim.state <> 3) as for_sale
       from area join claim on claim.event_id = area.event_id and claim.area_no = area.area_no
       group by area.event_id, area.area_no, area.capacity
       having count(*) filter (where claim.state <> 3) > area.capacity`,
    ),
  },
  {
    id: 'I06',
    says: 'Nothing is held beyond its time: what lapsed half a minute ago is free',
    when: 'bounded',
    check: inSql(
      'seats',
      `select 'claim' as what, event_id::text as id, place from claim where state = 1 and expires_at < usher_now() - interval '30 seconds'
       union all
       select 'hold', id::text, null from hold where state in ('held', 'paying') and expires_at < usher_now() - interval '30 seconds'`,
    ),
  },
  {
    id: 'I24',
    says: 'The fence of a place never goes back: every hold of it got a number of its own, and none is ahead of the claim',
    when: 'always',
    check: inSql(
      'seats',
      `with part as (select hold.event_id, part.place, part.fence
         from hold cross join lateral unnest(hold.places, hold.fences) as part (place, fence))
       select event_id, place, fence from part group by event_id, place, fence having count(*) > 1
       union all
       select part.event_id, part.place, part.fence from part
       join claim on claim.event_id = part.event_id and claim.place = part.place where part.fence > claim.fence`,
    ),
  },
];
