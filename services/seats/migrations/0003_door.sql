-- Who may hold places of an event when more come than can be served at once. Told by two services in either order,
-- and perhaps before the inventory is there.
create table door (
  event_id uuid primary key,
  -- As the catalog told it.
  mode text not null default 'off' check (mode in ('off', 'auto', 'on')),
  event_version bigint not null default 0,
  -- As the waiting room told it.
  pass_required boolean not null default false,
  pass_keys jsonb not null default '[]',
  queue_version bigint not null default 0
);
