-- What one buyer may have of an event, which gaps a choice of seats may leave, and how dear it is to join the crowd.
alter table event
  -- null: no such limit.
  add column max_tickets_per_buyer int check (max_tickets_per_buyer > 0),
  add column orphan_rule text not null default 'off' check (orphan_rule in ('off', 'on')),
  add column waiting_room_challenge boolean not null default false;

create or replace view event_shown as
select e.id, e.organization_id, e.venue_id, e.state, e.slug, e.name, e.description, e.category,
  to_char(e.starts_at_local, 'YYYY-MM-DD"T"HH24:MI') as starts_at_local, e.time_zone, e.starts_at, e.duration_minutes, e.ends_at,
  e.sales_open_at, coalesce(e.sales_close_at, e.starts_at) as sales_close_at, e.max_tickets_per_order, e.waiting_room,
  e.holder_name_required, e.image_hash, e.version, event_status(e) as status,
  v.name as venue_name, v.address as venue_address, v.city as venue_city, v.country as venue_country,
  coalesce(o.name, '') as organization_name,
  m.version as seat_map_version, m.seating,
  tiers.price_tiers,
  e.max_tickets_per_buyer, e.orphan_rule, e.waiting_room_challenge
from event e
join venue v on v.id = e.venue_id
left join organization o on o.id = e.organization_id
left join seat_map m on m.venue_id = e.venue_id and m.version = coalesce(e.seat_map_version, v.seat_map_version)
cross join lateral (
  select json_agg(json_build_object('id', t.id, 'key', t.key, 'name', t.name,
    'price', json_build_object('amount', t.amount_minor, 'currency', t.currency)) order by t.position) as price_tiers
  from price_tier t where t.event_id = e.id
) tiers;
