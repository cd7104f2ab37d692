-- One row per published event, whether it has a waiting room now or not.
create table room (
  event_id uuid primary key,
  organization_id uuid not null,
  -- As the catalog told it.
  mode text not null check (mode in ('off', 'auto', 'on')),
  challenge boolean not null,
  cancelled boolean not null,
  sales_open_at timestamptz not null,
  sales_close_at timestamptz not null,
  event_version bigint not null,
  -- frozen: the list of the pool is final, its order not yet drawn.
  state text not null check (state in ('open', 'pool', 'frozen', 'line')),
  -- Made with the pool; its hash is public from then on, itself only after the draw.
  seed bytea check (octet_length(seed) = 32),
  entries int,
  entries_hash text,
  drawn_at timestamptz,
  -- Positions up to let_in have a pass; of these, up to lapsed_to had one.
  next_position int not null default 1,
  let_in int not null default 0 check (let_in < next_position),
  lapsed_to int not null default 0,
  -- Entries in the pool, or in the line and not let in.
  waiting int not null default 0 check (waiting >= 0),
  -- Buyers who may be inside at once, as last adapted; and passes that may be given to those who find nobody waiting.
  inside_target int,
  spare int not null default 0 check (spare >= 0),
  -- What was last told of the door, and under which key.
  told_required boolean,
  told_key text,
  told_version int not null default 0,
  check (state not in ('pool', 'frozen') or seed is not null),
  check ((entries is null) = (entries_hash is null)),
  check (drawn_at is null or entries is not null)
) with (fillfactor = 50);
create index room_watched on room (sales_close_at) where mode <> 'off' and not cancelled;
create index room_undrawn on room (sales_open_at) where state in ('pool', 'frozen');
create index room_line on room (sales_close_at) where state = 'line';

-- One buyer's place. The id is random, so that it tells nothing of when or who, and nobody can choose it.
create table entry (
  id uuid primary key,
  event_id uuid not null references room,
  owner_id uuid not null,
  -- Its place in the drawn order, for good.
  drawn int,
  -- Its place in the line; null in the pool.
  position int,
  joined_at timestamptz not null,
  used boolean not null default false,
  gone boolean not null default false,
  -- Set when an entry that was known already left or came back: copies look for these.
  changed_at timestamptz,
  unique (event_id, owner_id)
);
create unique index entry_line on entry (event_id, position) where position is not null;
create index entry_unused on entry (event_id, position) where not used and not gone;
create index entry_drawn on entry (event_id, drawn) where drawn is not null;
create index entry_changed on entry (changed_at) where changed_at is not null;

-- Whom a second let in: positions up to let_in, above those of the second before; their passes end together.
create table step (
  event_id uuid not null references room,
  at timestamptz not null,
  let_in int not null,
  until timestamptz not null,
  primary key (event_id, at)
);

-- What seats told of an event. It may know it sooner than the catalog's word arrives.
create table stock (
  event_id uuid primary key,
  -- null: not known, because holds were made before anybody counted.
  free int,
  sold_out boolean not null default false,
  live_holds int not null default 0,
  holds bigint not null default 0,
  held_places bigint not null default 0,
  -- How long the newest hold took to be heard of, and when that was.
  delay_ms int,
  heard_at timestamptz,
  -- When holds last came at half the rate that closes an automatic door.
  hot_at timestamptz
) with (fillfactor = 50);

create table live_hold (
  hold_id uuid primary key,
  event_id uuid not null,
  places int not null
);

-- Under which this installation signs its challenges.
create table challenge_secret (
  one boolean primary key default true check (one),
  secret bytea not null
);
