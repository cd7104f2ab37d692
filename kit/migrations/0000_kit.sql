-- What the kit needs in every service's database.

-- The one function SQL reads time through; tests replace it to move the clock.
create function usher_now() returns timestamptz language sql stable parallel safe as 'select now()';

-- Facts of one transaction, written with the state change they tell of. The relay gives
-- committed rows their number, without gaps; numbered rows are the service's log.
create table outbox (
  id bigint generated always as identity primary key,
  number bigint unique,
  facts jsonb not null,
  created_at timestamptz not null default usher_now()
);
create index outbox_unnumbered on outbox (id) where number is null;
create index outbox_created on outbox (created_at);
create table outbox_head (one boolean primary key default true check (one), number bigint not null);
insert into outbox_head (number) values (0);

-- How far this service has followed each producer's log.
create table inbox (producer text primary key, position bigint not null);
-- Facts that failed again and again: kept for a person, out of the way of the others.
create table parked_fact (
  producer text not null, number bigint not null, fact_id text not null,
  fact jsonb not null, error text not null, parked_at timestamptz not null default usher_now(),
  primary key (producer, fact_id)
);

-- Work to be done later or outside a transaction: saga steps, timers, retries. A row is claimed
-- by a lease and deleted by the one who finishes it.
create table work (
  kind text not null, key text not null,
  payload jsonb not null,
  due_at timestamptz not null,
  attempts int not null default 0,
  lease text,
  last_error text,
  failed_at timestamptz,
  created_at timestamptz not null default usher_now(),
  primary key (kind, key)
);
create index work_due on work (kind, due_at) where failed_at is null;

-- Answers to keyed requests (Idempotency-Key), by caller and operation.
create table idempotency (
  scope text not null, key text not null,
  body_hash text not null,
  made_id uuid not null,
  holder uuid not null,
  lease_until timestamptz,
  status int, answer jsonb,
  created_at timestamptz not null default usher_now(),
  primary key (scope, key)
);
create index idempotency_created on idempotency (created_at);

-- This service's own signing keys (service-to-service tokens; for accounts also users' tokens).
create table signing_key (
  id text primary key, use text not null,
  private_jwk jsonb not null, public_jwk jsonb not null,
  created_at timestamptz not null default usher_now(), retired_at timestamptz
);
