-- What tickets need to know of an event, as the catalog told it.
create table event_info (
  event_id uuid primary key,
  organization_id uuid not null,
  organization_name text not null,
  name text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  time_zone text not null,
  venue jsonb not null,
  holder_name_required boolean not null,
  -- Version of the catalog's event this row reflects; older facts are ignored.
  version bigint not null
);

-- A paid order whose tickets are issued. Written once: the same fact told again finds it here.
create table issued_order (
  order_id uuid primary key,
  reference text not null,
  event_id uuid not null,
  organization_id uuid not null,
  owner_id uuid not null,
  locale text not null,
  issued_at timestamptz not null
);

-- The right to enter. Its id is that of the order line it was bought with.
create table ticket (
  id uuid primary key,
  order_id uuid not null references issued_order,
  position int not null,
  event_id uuid not null,
  organization_id uuid not null,
  owner_id uuid not null,
  seat_id uuid,
  area_id uuid,
  section text not null,
  row_name text,
  seat_number text,
  tier_key text not null,
  tier_name text not null,
  price_minor bigint not null check (price_minor >= 0),
  currency text not null,
  holder_first_name text not null,
  holder_last_name text not null,
  state text not null default 'valid' check (state in ('valid', 'used', 'void', 'replaced')),
  -- The number of the credential that opens the gate now; lower ones are replaced.
  credential_number int not null default 1 check (credential_number >= 1),
  admitted_at timestamptz,
  version int not null default 1,
  issued_at timestamptz not null,
  unique (order_id, position),
  check ((seat_id is null) <> (area_id is null)),
  check (state <> 'used' or admitted_at is not null)
) with (fillfactor = 85);
-- Nobody else may hold a right to the same seat.
create unique index ticket_seat_once on ticket (event_id, seat_id) where state in ('valid', 'used') and seat_id is not null;
create index ticket_owner on ticket (owner_id, issued_at desc, id);
create index ticket_event on ticket (event_id);

-- What a code is signed from. Ed25519 signs the same bytes the same way, so the code itself need not be kept.
create table credential (
  ticket_id uuid not null references ticket,
  number int not null check (number >= 1),
  key_id text not null,
  random bytea not null check (length(random) = 16),
  primary key (ticket_id, number)
);

-- The installation's credential keys; gates get the public halves. The newest signs, all verify.
create table credential_key (
  key_id text primary key,
  private_pem text not null,
  created_at timestamptz not null
);

-- What download links are signed with.
create table link_secret (
  one boolean primary key default true check (one),
  secret bytea not null check (length(secret) = 32)
);

-- One accepted scan; a ticket has one at most.
create table admission (
  ticket_id uuid primary key references ticket,
  event_id uuid not null,
  gate text,
  device_id text not null,
  operator_id uuid not null,
  scanned_at timestamptz not null,
  admitted_at timestamptz not null
);

-- Every scan with its answer. The same device and nonce of an organization get the same answer for ever.
create table check_in (
  organization_id uuid not null,
  device_id text not null,
  nonce text not null,
  event_id uuid not null,
  gate text,
  operator_id uuid not null,
  ticket_id uuid,
  result text not null,
  answer jsonb not null,
  scanned_at timestamptz not null,
  answered_at timestamptz not null,
  primary key (organization_id, device_id, nonce)
);
create index check_in_event on check_in (event_id);

-- A ticket with all that its answers and files say. What the catalog has not told yet is null.
create view issued_ticket as
select ticket.*, issued_order.reference, issued_order.locale, credential.key_id, credential.random,
  event_info.organization_name, event_info.name as event_name, event_info.starts_at, event_info.ends_at,
  event_info.time_zone, event_info.venue, event_info.version as event_version
from ticket
join issued_order on issued_order.order_id = ticket.order_id
join credential on credential.ticket_id = ticket.id and credential.number = ticket.credential_number
left join event_info on event_info.event_id = ticket.event_id;
