-- What orders need to know of an event, as the catalog told it.
create table event_summary (
  event_id uuid primary key,
  organization_id uuid not null,
  name text not null,
  starts_at timestamptz not null,
  time_zone text not null,
  price_tiers jsonb not null,
  version bigint not null
);

-- One purchase by one buyer.
create table orders (
  id uuid primary key,
  reference text not null unique,
  hold_id uuid not null unique,
  event_id uuid not null,
  organization_id uuid not null,
  owner_id uuid not null,
  buyer_email text not null,
  buyer_first_name text not null,
  buyer_last_name text not null,
  locale text not null default 'en',
  state text not null check (state in ('pending', 'paying', 'confirmed', 'paid', 'fulfilled', 'expired', 'cancelled', 'refund_due', 'refunded', 'partially_refunded')),
  total_minor bigint not null check (total_minor >= 0),
  currency text not null,
  expires_at timestamptz not null,
  payment_id uuid,
  lookups int not null default 0,
  lookups_since timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  paid_at timestamptz
) with (fillfactor = 80);
create index orders_owner on orders (owner_id, created_at desc, id desc);
create index orders_organization on orders (organization_id, created_at desc, id desc);
create index orders_event on orders (event_id);

-- One ticket of an order with the full breakdown of its price. Never changed.
create table order_line (
  id uuid primary key,
  order_id uuid not null references orders,
  position int not null,
  seat_id uuid,
  area_id uuid,
  section text not null,
  row_name text,
  seat_number text,
  tier_key text not null,
  unit_minor bigint not null,
  fee_minor bigint not null,
  discount_minor bigint not null,
  tax_minor bigint not null,
  total_minor bigint not null check (total_minor = unit_minor + fee_minor + tax_minor - discount_minor),
  currency text not null,
  attendee_first_name text,
  attendee_last_name text,
  unique (order_id, position),
  check ((seat_id is null) <> (area_id is null))
);

-- Every move of every order, for support and for the proof that only legal ones happen.
create table order_state_log (
  order_id uuid not null,
  seq int not null,
  from_state text not null,
  to_state text not null,
  at timestamptz not null,
  reason text,
  primary key (order_id, seq)
);

create table admission_count (event_id uuid primary key, admissions int not null);
