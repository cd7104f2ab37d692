-- What may be sold of an event: its sales window and its layout, as the catalog told them.
create table inventory (
  event_id uuid primary key,
  organization_id uuid not null,
  state text not null check (state in ('open', 'cancelled')),
  starts_at timestamptz not null,
  sales_open_at timestamptz,
  sales_close_at timestamptz,
  tickets_max int not null,
  seat_map jsonb not null,
  price_tiers jsonb not null,
  seat_count int not null,
  place_count int not null,
  sold_out boolean not null default false,
  sold_out_version int not null default 0,
  -- Version of the catalog's event this row reflects; older facts are ignored.
  event_version bigint not null
);

create table area (
  event_id uuid not null references inventory,
  area_no smallint not null,
  id uuid not null,
  name text not null,
  tier_key text not null,
  capacity int not null check (capacity >= 0),
  version int not null default 1,
  primary key (event_id, area_no),
  unique (event_id, id)
);

-- The truth about every place: one fixed row per event and seat, and one per place of an area.
-- A place is free when state = 0, or when it is held and its time has passed. Nothing that changes
-- is indexed, so every change stays in its page (heap-only), and the fill factor leaves room for it.
create table claim (
  event_id uuid not null,
  place int not null,
  area_no smallint,
  state smallint not null default 0 check (state between 0 and 3), -- 0 free, 1 held, 2 sold, 3 blocked
  -- Grows with every new claim, so that a late writer with an old number changes nothing.
  fence int not null default 0,
  hold_id uuid,
  expires_at timestamptz,
  primary key (event_id, place),
  check ((state = 0 or state = 3) = (hold_id is null)),
  check ((state = 1) = (expires_at is not null))
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
create index claim_area on claim (event_id, area_no, place) where area_no is not null;

-- A buyer's set of held claims with one expiry.
create table hold (
  id uuid primary key,
  event_id uuid not null,
  organization_id uuid not null,
  owner_id uuid not null,
  state text not null check (state in ('held', 'paying', 'sold', 'released', 'expired')),
  places int[] not null,
  fences int[] not null check (cardinality(fences) = cardinality(places)),
  expires_at timestamptz not null,
  -- The buyer's own time; a declined payment returns to it.
  own_expires_at timestamptz not null,
  extended boolean not null default false,
  order_id uuid,
  sold_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null
);
create index hold_live on hold (expires_at) where state in ('held', 'paying');
