-- Names of organizations, as accounts tells them.
create table organization (id uuid primary key, name text not null);

create table venue (
  id uuid primary key,
  organization_id uuid not null,
  name text not null, address text not null, city text not null, country text not null,
  time_zone text not null,
  -- The newest version of its map; null until there is one.
  seat_map_version int,
  -- Words of name and city, folded by the catalog so that accents and case do not matter.
  search tsvector not null,
  created_at timestamptz not null
);
create index venue_name on venue (name, id);
create index venue_organization on venue (organization_id);

-- One row per version, never changed: a new drawing is a new version.
create table seat_map (
  venue_id uuid not null references venue,
  version int not null,
  -- json, not jsonb: written once and read whole, so it stays the text it was.
  columns json not null,
  seat_count int not null,
  area_capacity int not null,
  seating text not null check (seating in ('seated', 'areas', 'mixed')),
  -- Tiers that places of the map name: an event on it needs a price for each.
  tier_keys text[] not null,
  created_at timestamptz not null,
  primary key (venue_id, version)
);
alter table venue add foreign key (id, seat_map_version) references seat_map (venue_id, version) deferrable initially deferred;

create table event (
  id uuid primary key,
  organization_id uuid not null,
  venue_id uuid not null references venue,
  -- Fixed by publishing; a draft follows its venue's newest map.
  seat_map_version int,
  state text not null default 'draft' check (state in ('draft', 'published', 'cancelled')),
  slug text not null unique,
  name text not null, description text not null, category text not null,
  starts_at_local timestamp not null,
  time_zone text not null,
  starts_at timestamptz not null,
  duration_minutes int not null,
  ends_at timestamptz not null,
  sales_open_at timestamptz not null,
  -- null: when it starts.
  sales_close_at timestamptz,
  max_tickets_per_order int not null,
  waiting_room text not null check (waiting_room in ('off', 'auto', 'on')),
  holder_name_required boolean not null,
  image_hash text,
  search tsvector not null,
  -- As seats told last, and the version of what it told.
  sold_out boolean not null default false,
  sold_out_version bigint not null default 0,
  -- Grows with every change; facts carry it.
  version bigint not null default 1,
  created_at timestamptz not null,
  foreign key (venue_id, seat_map_version) references seat_map (venue_id, version),
  check (state = 'draft' or seat_map_version is not null),
  -- The three say the same. In this direction, since a local time can happen twice.
  check ((starts_at at time zone time_zone) = starts_at_local)
);
create index event_date on event (starts_at, id) where state <> 'draft';
create index event_organization on event (organization_id, starts_at desc, id desc);
create index event_venue on event (venue_id);

create table price_tier (
  event_id uuid not null references event on delete cascade,
  position smallint not null,
  id uuid not null unique,
  key text not null,
  name text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null,
  primary key (event_id, position),
  unique (event_id, key)
);

create table event_image (
  event_id uuid primary key references event on delete cascade,
  hash text not null,
  bytes bytea not null
);
-- WebP does not get smaller by compressing it again.
alter table event_image alter column bytes set storage external;

-- Places sold by event and day (UTC), for what is popular.
create table event_sales (event_id uuid not null, day date not null, sold bigint not null, primary key (event_id, day));

-- What buyers see of an event's state, at this moment.
create function event_status(e event) returns text language sql stable as $$
  select case
    when e.state <> 'published' then e.state
    when usher_now() >= least(coalesce(e.sales_close_at, e.starts_at), e.starts_at) then 'sales_closed'
    when usher_now() < e.sales_open_at then 'scheduled'
    when e.sold_out then 'sold_out'
    else 'on_sale' end
$$;

-- An event with all that is told of it.
create view event_shown as
select e.id, e.organization_id, e.venue_id, e.state, e.slug, e.name, e.description, e.category,
  to_char(e.starts_at_local, 'YYYY-MM-DD"T"HH24:MI') as starts_at_local, e.time_zone, e.starts_at, e.duration_minutes, e.ends_at,
  e.sales_open_at, coalesce(e.sales_close_at, e.starts_at) as sales_close_at, e.max_tickets_per_order, e.waiting_room,
  e.holder_name_required, e.image_hash, e.version, event_status(e) as status,
  v.name as venue_name, v.address as venue_address, v.city as venue_city, v.country as venue_country,
  coalesce(o.name, '') as organization_name,
  m.version as seat_map_version, m.seating,
  tiers.price_tiers
from event e
join venue v on v.id = e.venue_id
left join organization o on o.id = e.organization_id
left join seat_map m on m.venue_id = e.venue_id and m.version = coalesce(e.seat_map_version, v.seat_map_version)
cross join lateral (
  select json_agg(json_build_object('id', t.id, 'key', t.key, 'name', t.name,
    'price', json_build_object('amount', t.amount_minor, 'currency', t.currency)) order by t.position) as price_tiers
  from price_tier t where t.event_id = e.id
) tiers;
