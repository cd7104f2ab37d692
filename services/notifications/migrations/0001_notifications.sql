-- One row per promised message. The key says what the promise is, so that it is made once.
create table message (
  id uuid primary key,
  promise_key text not null unique,
  kind text not null,
  to_email text not null,
  owner_id uuid,
  subject text not null,
  data jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  attempts int not null default 0,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index message_to on message (to_email, created_at desc, id desc);
create index message_owner on message (owner_id, created_at desc, id desc);
create index message_state on message (state, created_at desc, id desc) where state <> 'sent';

-- What a mail says of an event, as the catalog told it.
create table event_info (event_id uuid primary key, snapshot jsonb not null, version bigint not null);

-- Orders whose buyer may still be waiting; gone once they ended either way.
create table open_order (order_id uuid primary key, hold_id uuid not null unique, expires_at timestamptz not null, created jsonb not null);
-- Who owns an order, for the list of one's own messages.
create table order_owner (order_id uuid primary key, owner_id uuid not null);
